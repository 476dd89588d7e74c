package dev.flawsmith.model;

import org.jspecify.annotations.Nullable;

/**
 * What a network is told to draw: a class, a sentence embedding, both or neither.
 *
 * @param classIndex index into the model's classes, or -1 for none
 * @param text a sentence's embedding, or the hidden states of its tokens, as the model takes it; null for none; read-only
 */
@SuppressWarnings("ArrayRecordComponent") // shared, never compared
public record Condition(int classIndex, float @Nullable [] text) {
    /** Neither class nor text: the unconditioned half of classifier-free guidance. */
    public static final Condition NONE = new Condition(-1, null);

    public Condition {
        if (classIndex < -1) {
            throw new IllegalArgumentException("expected a class index of at least -1, found " + classIndex);
        }
    }

    public static Condition ofClass(int classIndex) {
        return new Condition(classIndex, null);
    }

    public static Condition ofText(float[] text) {
        return new Condition(-1, text);
    }
}
