package dev.flawsmith.evaluation.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * What the audit would have found: copies of random train photos are added to the generated images, and the lists and the
 * test look again. Copies planted are found where a list names one of them, or the whole-set test is significant.
 */
public final class Power {
    /** Chance of being found that counts as found. */
    public static final double ENOUGH = 0.8;
    /** Share of the train units up to which copies are planted; what needs more is no power. */
    public static final double MOST = 0.25;

    /** What happened to altered copies. */
    public static final CopyTransform ALTERED = CopyTransform.NOISE05;

    private static final int[] GRID = {1, 2, 3, 5, 8, 11, 15, 20, 25, 31, 40, 55, 75, 100, 150, 200};
    private static final int REPEATS = 40;
    private static final int PERMUTATIONS = 199;
    private static final int COPIES = 400;

    private Power() {}

    /**
     * How often copies of so many photos were found.
     *
     * @param copies photos copied, once each
     * @param altered whether the copies were altered a little, or exact
     * @param verbatim share of repeats in which the verbatim list named one
     * @param targetDecoy likewise the target-decoy list
     * @param wholeSet share in which the whole-set test was significant
     * @param any share in which any of the three spoke
     */
    public record Row(int copies, boolean altered, double verbatim, double targetDecoy, double wholeSet, double any) {}

    static List<Row> measure(
            List<PhotoDistances> descriptors,
            Units units,
            PhotoScores scores,
            Evidence evidence,
            AuditSettings settings) {
        List<Row> rows = new ArrayList<>();
        boolean[] train = units.train();
        int[] photos = shuffled(units.photos(true), settings.seed());
        for (boolean altered : new boolean[] {false, true}) {
            PlantedCopies planted = PlantedCopies.plant(
                    descriptors, units, scores, photos, altered ? ALTERED : CopyTransform.EXACT, settings.seed());
            for (int copies : GRID) {
                if (copies <= MOST * units.trained() && copies <= photos.length) {
                    rows.add(row(copies, altered, planted, evidence, train, settings));
                }
            }
        }
        return List.copyOf(rows);
    }

    /** The fewest copies found with a chance of at least {@link #ENOUGH}, and all more too; 0 where there are none. */
    static int detectable(List<Row> rows, boolean altered) {
        int fewest = 0;
        for (int i = rows.size() - 1; i >= 0; i--) {
            if (rows.get(i).altered() != altered) {
                continue;
            }
            if (rows.get(i).any() < ENOUGH) {
                break;
            }
            fewest = rows.get(i).copies();
        }
        return fewest;
    }

    private static Row row(
            int copies,
            boolean altered,
            PlantedCopies planted,
            Evidence evidence,
            boolean[] train,
            AuditSettings settings) {
        AuditSettings quick = new AuditSettings(settings.fdr(), PERMUTATIONS, settings.seed());
        int[] found = new int[4];
        for (int r = 0; r < REPEATS; r++) {
            long seed = settings.seed() + 31L * r + 7919L * copies;
            int[] chosen = new SplittableRandom(seed)
                    .ints(0, planted.count())
                    .distinct()
                    .limit(copies)
                    .toArray();
            Detection detection = Detection.of(planted.with(evidence, chosen), train, quick, seed);
            boolean verbatim = planted.names(detection.verbatim(), chosen);
            boolean targetDecoy = planted.names(detection.copied(), chosen);
            boolean whole = detection.leakage();
            found[0] += verbatim ? 1 : 0;
            found[1] += targetDecoy ? 1 : 0;
            found[2] += whole ? 1 : 0;
            found[3] += verbatim || targetDecoy || whole ? 1 : 0;
        }
        double[] shares =
                IntStream.of(found).mapToDouble(f -> (double) f / REPEATS).toArray();
        return new Row(copies, altered, shares[0], shares[1], shares[2], shares[3]);
    }

    private static int[] shuffled(int[] photos, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] order = photos.clone();
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        return IntStream.of(order).limit(COPIES).toArray();
    }
}
