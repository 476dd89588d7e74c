package dev.flawsmith.guard;

import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.PixelMask;

/** Has nothing to compare with. */
final class UncheckedGuard extends Guard {
    private final Verdict.NotChecked verdict;

    UncheckedGuard(String reason) {
        verdict = new Verdict.NotChecked(reason);
    }

    @Override
    public Verdict inspect(PixelImage image) {
        return verdict;
    }

    @Override
    public Guard ofPart(PixelMask part) {
        return this;
    }

    @Override
    public void requirePart(PixelMask part) {
        // Nothing is compared.
    }

    @Override
    public String describe() {
        return "not checked: " + verdict.reason();
    }
}
