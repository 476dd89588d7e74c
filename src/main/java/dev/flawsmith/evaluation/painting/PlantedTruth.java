package dev.flawsmith.evaluation.painting;

import dev.flawsmith.dataset.procedural.ProceduralGenerator;
import dev.flawsmith.dataset.procedural.ProceduralImage;
import dev.flawsmith.image.ChangeMask;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.PixelMask;
import java.util.Arrays;
import java.util.Random;

/**
 * How well masks of what changed meet defects whose extent is known: those that are drawn by rule into surfaces that are known
 * without them. As painting does, the surface within a region (the defect's box and {@value #AROUND} pixels around) is drawn
 * anew, which differs a little everywhere (noise of {@value #NOISE} grey levels), and faded into the surface over a seam of
 * {@value #SEAM} pixels. A model draws the surface anew less faithfully than that, so this is an upper bound of what masks of its
 * defects are worth: what of them is wrong because the surface changed is hardly in it.
 *
 * @param className of the defects
 * @param images how many
 * @param mean of the intersections over unions
 * @param q05 their 5 % quantile: the k-th smallest with k the least that is at least a twentieth of them
 */
public record PlantedTruth(String className, int images, double mean, double q05) {
    /** Pixels around the defect's box that are drawn anew with it. */
    static final int AROUND = 6;
    /** Standard deviation, in grey levels. */
    static final double NOISE = 2;
    /** Pixels. */
    static final int SEAM = 2;

    private static final double QUANTILE = 0.05;

    /**
     * Measures a class.
     *
     * @param className of {@link ProceduralGenerator#classes()}
     * @param images at least 1; image i has the seed {@code seed + i}
     * @param side of an image in pixels
     */
    public static PlantedTruth of(String className, int images, int side, long seed) {
        ProceduralGenerator generator = new ProceduralGenerator();
        double[] overlaps = new double[images];
        for (int i = 0; i < images; i++) {
            ProceduralImage drawn = generator.generate(className, seed + i, side, side);
            overlaps[i] = MaskOverlap.of(found(drawn), PixelMask.whereBright(drawn.mask()));
        }
        Arrays.sort(overlaps);
        int rank = Math.max(1, (int) Math.ceil(QUANTILE * images));
        return new PlantedTruth(
                className, images, Arrays.stream(overlaps).average().orElseThrow(), overlaps[rank - 1]);
    }

    private static PixelMask found(ProceduralImage drawn) {
        PixelImage normal = drawn.normal();
        PixelMask region = region(PixelMask.whereBright(drawn.mask()));
        float[] weights = region.weights(SEAM);
        Random random = new Random(drawn.seed());
        byte[] before = normal.samples();
        byte[] defect = drawn.image().samples();
        byte[] after = before.clone();
        for (int i = 0; i < after.length; i++) {
            double anew = Math.max(0, Math.min(255, (defect[i] & 0xff) + NOISE * random.nextGaussian()));
            int was = before[i] & 0xff;
            after[i] = (byte) Math.round(was + weights[i] * (anew - was));
        }
        return ChangeMask.of(normal, new PixelImage(normal.width(), normal.height(), 1, after), region);
    }

    private static PixelMask region(PixelMask truth) {
        PixelMask.Box box = truth.box();
        boolean[] marked = new boolean[truth.width() * truth.height()];
        for (int y = Math.max(0, box.top() - AROUND); y < Math.min(truth.height(), box.bottom() + AROUND); y++) {
            int left = Math.max(0, box.left() - AROUND);
            int right = Math.min(truth.width(), box.right() + AROUND);
            Arrays.fill(marked, y * truth.width() + left, y * truth.width() + right, true);
        }
        return new PixelMask(truth.width(), truth.height(), marked);
    }
}
