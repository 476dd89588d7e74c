package dev.flawsmith.model.djl;

import ai.djl.ndarray.NDArray;

/**
 * A diagonal normal law of latents, given an image.
 *
 * @param mean {@code [batch, latent, h, w]}, or {@code [batch, latent]} where an image has one {@code z}
 * @param logDeviation natural logarithm of the standard deviation, shape of the mean
 */
public record Posterior(NDArray mean, NDArray logDeviation) {}
