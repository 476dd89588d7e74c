package dev.flawsmith.training;

import dev.flawsmith.model.Condition;
import dev.flawsmith.model.EdmPreconditioning;

/**
 * One batch, ready for the network {@code F}.
 *
 * @param input {@code c_in * x}, {@code [batch, channels, size, size]}
 * @param level {@code c_noise}, {@code [batch]}
 * @param label one-hot class, {@code [batch, classes]}
 * @param sentence {@code [batch, text]}
 * @param changes {@code [batch, augment]}: see {@link Augmentation}
 * @param target {@code (x0 - c_skip x) / c_out}, shape of {@code input}
 */
@SuppressWarnings("ArrayRecordComponent") // a hand-over, never compared
record TrainingBatch(float[] input, float[] level, float[] label, float[] sentence, float[] changes, float[] target) {
    /** Room for {@code n} rows of {@code row} values, every condition left out. */
    static TrainingBatch empty(int n, int row, int classes, int text, int augment) {
        return new TrainingBatch(
                new float[n * row],
                new float[n],
                new float[n * classes],
                new float[n * text],
                new float[n * augment],
                new float[n * row]);
    }

    /**
     * Writes row {@code i}: what the network is shown at a noise level, and what it should have answered.
     *
     * @param x noisy values
     * @param clean what {@code D(x; sigma)} should be
     */
    void set(int i, EdmPreconditioning edm, float[] x, double sigma, float[] clean) {
        double in = edm.cIn(sigma);
        double skip = edm.cSkip(sigma);
        double out = edm.cOut(sigma);
        int from = i * x.length;
        level[i] = (float) edm.cNoise(sigma);
        for (int j = 0; j < x.length; j++) {
            input[from + j] = (float) (in * x[j]);
            target[from + j] = (float) ((clean[j] - skip * x[j]) / out);
        }
    }

    /** Tells row {@code i} its condition. */
    void condition(int i, Condition condition) {
        if (condition.classIndex() >= 0) {
            label[i * (label.length / level.length) + condition.classIndex()] = 1;
        }
        float[] text = condition.text();
        if (text != null) {
            System.arraycopy(text, 0, sentence, i * text.length, text.length);
        }
    }
}
