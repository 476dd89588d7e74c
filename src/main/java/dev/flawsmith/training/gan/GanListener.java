package dev.flawsmith.training.gan;

/** Hears how training goes; called on the training thread. */
public interface GanListener {
    /** Hears nothing. */
    GanListener NONE = new GanListener() {};

    /** A step is done. */
    default void stepped(Progress progress) {}

    /** A checkpoint is on disk; {@code average} are the generator's averaged weights of that moment, flat; not to be changed. */
    default void checkpointed(Progress progress, float[] average) {}

    /**
     * Where the run stands.
     *
     * @param step steps done
     * @param images photos seen
     * @param seconds training time so far, over all resumptions
     * @param share share of the budget used, in [0, 1]
     * @param discriminatorLoss this step's, from 0 (all told apart) on; 2 where nothing is told
     * @param generatorLoss this step's
     * @param told share of photos and drawn images that the discriminator took for what they are
     */
    record Progress(
            long step,
            long images,
            double seconds,
            double share,
            double discriminatorLoss,
            double generatorLoss,
            double told) {}
}
