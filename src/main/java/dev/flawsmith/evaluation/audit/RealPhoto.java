package dev.flawsmith.evaluation.audit;

/**
 * A real photo of the pool.
 *
 * @param name its file, or its index in the array it comes from
 * @param className the class within which labels are permuted; equal for all where there are none
 * @param train whether it was trained on; holdout otherwise
 */
public record RealPhoto(String name, String className, boolean train) {}
