package dev.flawsmith.utility;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How often each class was taken for which, and what follows from it.
 *
 * @param counts {@code [true class][class that was said]}
 */
public record Confusion(List<List<Integer>> counts) {
    public Confusion {
        counts = counts.stream().map(List::copyOf).toList();
        for (List<Integer> row : counts) {
            if (row.size() != counts.size()) {
                throw new IllegalArgumentException("expected a square table, found " + counts);
            }
        }
    }

    /**
     * Counts answers.
     *
     * @param truth class of each image
     * @param probabilities {@code [images][classes]}; the largest, the first of equals, is the answer
     */
    static Confusion of(int[] truth, float[][] probabilities, int classes) {
        List<List<Integer>> counts = new ArrayList<>();
        for (int c = 0; c < classes; c++) {
            counts.add(new ArrayList<>(Collections.nCopies(classes, 0)));
        }
        for (int i = 0; i < truth.length; i++) {
            int said = 0;
            for (int c = 1; c < classes; c++) {
                said = probabilities[i][c] > probabilities[i][said] ? c : said;
            }
            List<Integer> row = counts.get(truth[i]);
            row.set(said, row.get(said) + 1);
        }
        return new Confusion(counts);
    }

    /** Both tables together. */
    Confusion plus(Confusion other) {
        List<List<Integer>> sums = new ArrayList<>();
        for (int i = 0; i < counts.size(); i++) {
            List<Integer> row = new ArrayList<>();
            for (int j = 0; j < counts.size(); j++) {
                row.add(counts.get(i).get(j) + other.counts.get(i).get(j));
            }
            sums.add(row);
        }
        return new Confusion(sums);
    }

    /** Images that were judged. */
    long images() {
        return counts.stream()
                .flatMap(List::stream)
                .mapToLong(Integer::longValue)
                .sum();
    }

    /** Share of right answers. */
    public double accuracy() {
        long right = 0;
        for (int c = 0; c < counts.size(); c++) {
            right += counts.get(c).get(c);
        }
        return (double) right / images();
    }

    /** Mean over the classes of {@link #f1}. */
    public double macroF1() {
        double sum = 0;
        for (int c = 0; c < counts.size(); c++) {
            sum += f1(c);
        }
        return sum / counts.size();
    }

    /** Share of a class's images that were found; 0 where it has none. */
    public double recall(int c) {
        return ratio(counts.get(c).get(c), truths(c));
    }

    /** Share of right ones among the images that were given a class; 0 where there are none. */
    public double precision(int c) {
        return ratio(counts.get(c).get(c), said(c));
    }

    /** Harmonic mean of precision and recall: {@code 2 TP / (2 TP + FP + FN)}; 0 where there is nothing. */
    public double f1(int c) {
        return ratio(2L * counts.get(c).get(c), truths(c) + said(c));
    }

    private long truths(int c) {
        return counts.get(c).stream().mapToLong(Integer::longValue).sum();
    }

    private long said(int c) {
        return counts.stream().mapToLong(row -> row.get(c)).sum();
    }

    private static double ratio(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }
}
