package dev.flawsmith.training.generator;

import dev.flawsmith.training.TrainingException;
import dev.flawsmith.training.TrainingLoop;

/**
 * One run. Killed at any moment and resumed from its last checkpoint, it ends for a budget in images and on the same machine with
 * the weights of one that was not.
 */
public interface GeneratorTraining {
    /**
     * What training ended with.
     *
     * @param step steps done
     * @param images photos seen
     * @param seconds training time over all resumptions
     * @param average averaged weights of the generator, flat
     * @param finished whether the budget is spent; false after {@link #stop()}
     */
    @SuppressWarnings("ArrayRecordComponent") // a hand-over, never compared
    record Result(long step, long images, double seconds, float[] average, boolean finished) {
        /** What a run ended with that a loop turned. */
        public static Result of(TrainingLoop.Position end, float[] average) {
            return new Result(end.step(), end.images(), end.seconds(), average, end.finished());
        }
    }

    /** Asks a run to end after its current step, with a checkpoint; from any thread. */
    void stop();

    /**
     * Trains until the budget is spent or {@link #stop()} is called; leaves a checkpoint either way.
     *
     * @throws TrainingException if the checkpoint cannot be read or written, or if a loss stops being a number: then the
     *     last good checkpoint is left as it was
     */
    Result run();
}
