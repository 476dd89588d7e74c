package dev.flawsmith.synthesis;

import dev.flawsmith.guard.ReleasedImage;

/** A released image with its recipe. */
public record SynthesizedImage(int index, ReleasedImage released, Recipe recipe) {}
