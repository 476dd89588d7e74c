package dev.flawsmith.model.onnx;

import java.util.Locale;

/** What a network computes its large convolutions in. */
public enum Precision {
    /** Float32 throughout. */
    FP32(""),
    /** Int8 as {@link Int8Quantizer} says, float32 elsewhere. */
    INT8("-int8");

    private final String suffix;

    Precision(String suffix) {
        this.suffix = suffix;
    }

    /** How options call it. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What the name of an engine ends in. */
    public String suffix() {
        return suffix;
    }
}
