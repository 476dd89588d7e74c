package dev.flawsmith.evaluation.audit;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Target-decoy selection over real photos (Elias and Gygi 2007; the one added is Barber and Candes' knockoff+, 2015):
 * train photos are targets, holdout photos decoys that copying cannot reach. Given exchangeable labels the false discovery
 * rate of the selection is at most about q.
 */
final class TargetDecoy {
    private TargetDecoy() {}

    /**
     * The train units of the longest prefix, by ascending score, in which
     * {@code (n_train / n_holdout) (1 + #holdout) / #train <= q}. Equal scores enter together, holdout with them, so that
     * ties never favour train.
     *
     * @param scores label-blind, small is close
     * @param limit units above it are left out first; label-blind as well, so the error rate stays
     * @return selected train units, by score and then by index
     */
    static List<Integer> select(double[] scores, boolean[] train, double q, double limit) {
        int trained = count(train);
        double scale = (double) trained / (train.length - trained);
        Integer[] order = IntStream.range(0, scores.length)
                .filter(u -> scores[u] <= limit)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(u -> scores[u]).thenComparing(u -> u))
                .toArray(Integer[]::new);
        int targets = 0;
        int decoys = 0;
        int length = 0;
        for (int i = 0; i < order.length; i++) {
            if (train[order[i]]) {
                targets++;
            } else {
                decoys++;
            }
            boolean blockEnds = i + 1 == order.length || scores[order[i + 1]] > scores[order[i]];
            if (blockEnds && targets > 0 && scale * (1 + decoys) / targets <= q) {
                length = i + 1;
            }
        }
        return Arrays.stream(order).limit(length).filter(u -> train[u]).toList();
    }

    /** The fewest photos that it can report. */
    static int smallest(int trained, int heldOut, double q) {
        return (int) Math.ceil(trained / (heldOut * q) - 1e-9);
    }

    private static int count(boolean[] flags) {
        int count = 0;
        for (boolean flag : flags) {
            count += flag ? 1 : 0;
        }
        return count;
    }
}
