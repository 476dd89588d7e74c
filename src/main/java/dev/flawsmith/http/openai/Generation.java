package dev.flawsmith.http.openai;

import dev.flawsmith.synthesis.SynthesisRequest;

/**
 * A generation or an edit that was asked for, checked.
 *
 * @param asUrl whether images are answered by address instead of in Base64
 * @param stream whether the answer is a stream of events
 * @param partialImages previews of each image that are wanted
 */
record Generation(SynthesisRequest request, Look look, boolean asUrl, boolean stream, int partialImages) {
    /**
     * What every answer says of how its images look.
     *
     * @param size {@code "64x64"}
     */
    record Look(String size, String quality, String background, String outputFormat) {}
}
