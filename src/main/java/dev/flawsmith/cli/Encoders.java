package dev.flawsmith.cli;

import dev.flawsmith.evaluation.features.PixelEncoder;
import dev.flawsmith.model.FeatureEncoder;

/** The one place where an encoder's name becomes an encoder. */
final class Encoders {
    /** What is taken unless told. */
    static final String DEFAULT = PixelEncoder.NAME;

    private Encoders() {}

    /**
     * Opens an encoder; the caller closes it.
     *
     * @throws InputException if no encoder has that name
     */
    static FeatureEncoder open(String name) {
        if (name.equals(PixelEncoder.NAME)) {
            return new PixelEncoder();
        }
        throw new InputException("encoder", "encoder: expected " + PixelEncoder.NAME + ", found " + name);
    }
}
