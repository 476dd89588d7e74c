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

    /** One image is finished and released; in order of completion, not of index. */
    default void released(SynthesizedImage image) {}
}
