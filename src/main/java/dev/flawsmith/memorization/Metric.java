package dev.flawsmith.memorization;

import dev.flawsmith.math.FeatureException;

/** How far two features are from each other; an exact copy is at exactly 0 under each. */
public enum Metric {
    /** The Euclidean distance, {@code |q - r|}, at least 0. */
    L2 {
        @Override
        double scale(float[] rows, int offset, int columns, String where) {
            return 1;
        }

        @Override
        double ofSquared(double squared) {
            return Math.sqrt(squared);
        }
    },
    /** {@code 1 - q·r / (|q| |r|)}, in [0, 2], computed as {@code |q/|q| - r/|r||² / 2}, which does not cancel. */
    COSINE {
        @Override
        double scale(float[] rows, int offset, int columns, String where) {
            double squares = 0;
            for (int i = offset; i < offset + columns; i++) {
                squares += (double) rows[i] * rows[i];
            }
            if (squares == 0) {
                throw new FeatureException(where + ": expected a feature that is not zero, which has no cosine");
            }
            return 1 / Math.sqrt(squares);
        }

        @Override
        double ofSquared(double squared) {
            return squared / 2;
        }
    };

    /** What a row is multiplied by before differences are taken. */
    abstract double scale(float[] rows, int offset, int columns, String where);

    /** The distance, from the squared Euclidean distance of the scaled rows; increasing. */
    abstract double ofSquared(double squared);
}
