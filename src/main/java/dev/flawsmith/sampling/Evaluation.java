package dev.flawsmith.sampling;

/**
 * One network evaluation a trajectory needs: {@code denoised = D(x; level, condition)}.
 *
 * @param x the noisy image, flattened; the trajectory's own array: read it, do not keep or change it
 * @param level the noise level of {@code x}
 * @param conditioned whether the network is told the condition; false is the unconditioned half of guidance
 */
@SuppressWarnings("ArrayRecordComponent") // a hand-over, never compared
public record Evaluation(float[] x, NoiseLevel level, boolean conditioned) {}
