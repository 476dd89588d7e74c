package dev.flawsmith.training;

/** Hears how training goes; called on the training thread. */
public interface TrainingListener {
    /** Hears nothing. */
    TrainingListener NONE = new TrainingListener() {};

    /** A step is done. */
    default void stepped(Progress progress) {}

    /** A checkpoint is on disk; {@code average} are the averaged weights of that moment, flat; not to be changed. */
    default void checkpointed(Progress progress, float[] average) {}

    /**
     * Where the run stands.
     *
     * @param step steps done
     * @param images images seen
     * @param seconds training time so far, over all resumptions
     * @param share share of the budget used, in [0, 1]
     * @param loss this step's loss
     * @param gradientNorm before clipping
     * @param learningRate this step's
     */
    record Progress(
            long step,
            long images,
            double seconds,
            double share,
            double loss,
            double gradientNorm,
            double learningRate) {}
}
