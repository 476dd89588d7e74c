package dev.flawsmith.synthesis;

/**
 * Hears of a request's progress: one call at a time, on the model's worker threads, none after the request has ended.
 * Return quickly, for the workers also check other requests' images.
 */
public interface SynthesisListener {
    /** Hears nothing. */
    SynthesisListener NONE = new SynthesisListener() {};

    /**
     * Sampler steps finished over all the request's images, out of how many. The total grows when the guard has an image
     * drawn anew; the share done may fall then, the number done never does. For a model without steps an image is one.
     */
    default void progressed(int stepsDone, int stepsTotal) {}

    /** How many previews of each image are wanted, 0 to {@link Preview#MOST}; asked once. None are made unless asked for. */
    default int previews() {
        return 0;
    }

    /**
     * An image under way as it is estimated so far, let out by the guard; fewer may come than {@link #previews()},
     * and none of a new attempt that the guard asked for.
     */
    default void previewed(Preview preview) {}

    /** One image is finished and released; in order of completion, not of index. */
    default void released(SynthesizedImage image) {}
}
