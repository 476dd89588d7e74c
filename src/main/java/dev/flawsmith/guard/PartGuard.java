package dev.flawsmith.guard;

import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.PixelMask;
import dev.flawsmith.memorization.PartIndex;
import dev.flawsmith.memorization.TrainingIndex;

/** Compares what was painted into a photo. */
final class PartGuard extends Guard {
    private final TrainingIndex index;
    private final PartIndex part;

    PartGuard(TrainingIndex index, PartIndex part) {
        this.index = index;
        this.part = part;
    }

    @Override
    public Verdict inspect(PixelImage image) {
        return Comparison.of(part.score(image), part.calibration(), index).verdict(1);
    }

    @Override
    public Guard ofPart(PixelMask other) {
        throw new IllegalStateException("expected the guard of whole pictures, found that of a part");
    }

    @Override
    public void requirePart(PixelMask other) {
        throw new IllegalStateException("expected the guard of whole pictures, found that of a part");
    }

    @Override
    public String describe() {
        return "what is painted compared with the same part of " + index.train().size()
                + " training photos over 8 flips and rotations: "
                + part.calibration().describe();
    }
}
