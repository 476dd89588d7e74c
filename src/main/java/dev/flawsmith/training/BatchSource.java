package dev.flawsmith.training;

/** Where a run's batches come from: a pure function of its arguments and the run's settings, so that a run can be resumed. */
interface BatchSource {
    /**
     * The batch of a step.
     *
     * @param step from 0
     * @param flips probability of each flip of a photo, in [0, 0.5]
     */
    TrainingBatch at(long step, double flips);
}
