package dev.flawsmith.memorization;

import java.util.Arrays;

/** The k-th smallest of numbers, in one pass. */
final class SmallestOf {
    private SmallestOf() {}

    /** The k-th smallest, k from 1; positive infinity where there are fewer than k numbers. */
    static double of(double[] numbers, int k) {
        double[] smallest = new double[k];
        Arrays.fill(smallest, Double.POSITIVE_INFINITY);
        double worst = Double.POSITIVE_INFINITY;
        for (double number : numbers) {
            if (number < worst) {
                int place = k - 1;
                while (place > 0 && smallest[place - 1] > number) {
                    smallest[place] = smallest[place - 1];
                    place--;
                }
                smallest[place] = number;
                worst = smallest[k - 1];
            }
        }
        return worst;
    }
}
