package dev.flawsmith.evaluation.audit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.HypergeometricDistribution;

/**
 * A permutation test of the null that labels are exchangeable over units, within classes. Two statistics: the tail, the
 * smallest hypergeometric tail probability of the number of train units among the k lowest scores over a grid of k; and
 * the share of generated images whose nearest unit is of train. Their p-values are combined by their minimum, calibrated
 * by the same permutations (Westfall and Young 1993), so {@code p = (1 + ge) / (B + 1)} is valid for the pair.
 *
 * @param p of both together
 * @param tailP of the tail alone
 * @param shareP of the share alone
 * @param share of generated images nearest to a train unit
 * @param uniformP {@code p} with its ties broken at random: exactly uniform under the null, for checks of the null only
 */
public record WholeSetTest(double p, double tailP, double shareP, double share, double uniformP) {
    /** Largest p that is called significant. */
    public static final double ALPHA = 0.05;

    private static final double GROWTH = 1.5;

    /**
     * Runs the test.
     *
     * @param scores one a unit, small is close
     * @param votes generated images nearest to each unit
     * @param permutations B, at least 1
     */
    static WholeSetTest run(double[] scores, int[] votes, boolean[] train, int[] stratum, int permutations, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] order = order(scores, random);
        int trained =
                (int) IntStream.range(0, train.length).filter(u -> train[u]).count();
        double[][] tables = tables(train.length, trained);
        int[][] members = strata(stratum);
        double[] tail = new double[permutations + 1];
        double[] share = new double[permutations + 1];
        boolean[] labels = train.clone();
        long all = Math.max(1, IntStream.of(votes).asLongStream().sum());
        for (int b = 0; b <= permutations; b++) {
            if (b > 0) {
                for (int[] stratumMembers : members) {
                    shuffle(labels, stratumMembers, random);
                }
            }
            tail[b] = tail(order, labels, tables);
            long count = 0;
            for (int u = 0; u < labels.length; u++) {
                count += labels[u] ? votes[u] : 0;
            }
            share[b] = (double) count / all;
        }
        double observedShare = share[0];
        int[] tailRanks = ranks(tail);
        int[] shareRanks = ranks(share);
        int[] least = new int[tail.length];
        Arrays.setAll(least, b -> Math.min(tailRanks[b], shareRanks[b]));
        long below = IntStream.of(least).filter(l -> l < least[0]).count();
        long equal = IntStream.of(least).filter(l -> l == least[0]).count();
        double total = permutations + 1.0;
        return new WholeSetTest(
                (below + equal) / total,
                tailRanks[0] / total,
                shareRanks[0] / total,
                observedShare,
                (below + random.nextDouble() * equal) / total);
    }

    /** Ascending; equal scores in an order that knows nothing of labels. */
    private static int[] order(double[] scores, SplittableRandom random) {
        double[] lots = random.doubles(scores.length).toArray();
        return IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(u -> scores[u]).thenComparing(u -> lots[u]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** For each k of the grid, at its index, minus the logarithm of {@code P(#train of k >= t)}, for t from 0 to k. */
    private static double[][] tables(int units, int trained) {
        double[][] tables = new double[units + 1][];
        double shareOfTrain = (double) trained / units;
        int k = (int) Math.ceil(Math.log(ALPHA) / Math.log(shareOfTrain));
        while (k <= Math.max(1, units / 2)) {
            HypergeometricDistribution law = HypergeometricDistribution.of(units, trained, k);
            double[] table = new double[k + 1];
            for (int t = 0; t <= k; t++) {
                table[t] = -Math.log(Math.max(law.survivalProbability(t - 1), Double.MIN_NORMAL));
            }
            tables[k] = table;
            k = Math.max(k + 1, (int) (k * GROWTH));
        }
        return tables;
    }

    private static double tail(int[] order, boolean[] labels, double[][] tables) {
        double largest = 0;
        int trained = 0;
        for (int k = 1; k <= order.length / 2; k++) {
            trained += labels[order[k - 1]] ? 1 : 0;
            if (tables[k] != null) {
                largest = Math.max(largest, tables[k][trained]);
            }
        }
        return largest;
    }

    private static int[][] strata(int[] stratum) {
        List<List<Integer>> members = new ArrayList<>();
        for (int u = 0; u < stratum.length; u++) {
            while (members.size() <= stratum[u]) {
                members.add(new ArrayList<>());
            }
            members.get(stratum[u]).add(u);
        }
        return members.stream()
                .map(list -> list.stream().mapToInt(Integer::intValue).toArray())
                .toArray(int[][]::new);
    }

    private static void shuffle(boolean[] labels, int[] members, SplittableRandom random) {
        for (int i = members.length - 1; i > 0; i--) {
            int other = members[random.nextInt(i + 1)];
            boolean label = labels[other];
            labels[other] = labels[members[i]];
            labels[members[i]] = label;
        }
    }

    /** How many are at least as large, itself included. */
    private static int[] ranks(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int[] ranks = new int[values.length];
        for (int b = 0; b < values.length; b++) {
            int low = 0;
            int high = sorted.length;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (sorted[middle] < values[b]) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            ranks[b] = sorted.length - low;
        }
        return ranks;
    }
}
