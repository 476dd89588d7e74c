package dev.flawsmith.evaluation.painting;

import dev.flawsmith.image.Colour;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.PixelMask;
import java.util.function.ToDoubleBiFunction;

/**
 * How steep a picture is along the edge of a region, beside how steep it is nearby. The gradient across the contour of a set of
 * pixels is the mean of |g(p) − g(q)| over all pairs of neighbours (4-neighbourhood) with p in the set and q outside, g the
 * luma. The set is the region, or the region with so many layers of pixels taken off or laid on. Where the picture has been
 * blended within a seam, it is steeper there (a step) or flatter (two textures averaged) than around it; either tells, so what is
 * measured is |ln(seam / around)|. Around is outside of the region alone: what was painted inside may be of any steepness.
 *
 * <p>Stateless.
 */
public final class Contours {
    /** Layers from the region's edge to the contour outside that it is compared with. */
    private static final int APART = 2;
    /** Least gradient, in grey levels: what is flatter counts as this. */
    private static final double LEAST = 0.25;

    private Contours() {}

    /**
     * How far the gradient across the region's own contour is from that across the contour {@value #APART} layers outside of it.
     *
     * @return |ln of their ratio|, at least 0 and near it where nothing is to be seen; NaN where there is no contour outside
     */
    public static double edge(PixelImage picture, PixelMask region) {
        return relative(picture, region, Contours::across);
    }

    /**
     * The same of the mean over the contours within the seam: the region's own and those one to {@code seam} layers inside.
     *
     * @param seam width of the seam inside the region, in pixels
     */
    public static double seam(PixelImage picture, PixelMask region, int seam) {
        return relative(picture, region, (grey, mask) -> {
            double sum = 0;
            int found = 0;
            PixelMask set = mask;
            for (int layer = 0; layer <= seam; layer++) {
                double one = across(grey, set);
                if (!Double.isNaN(one)) {
                    sum += one;
                    found++;
                }
                set = eroded(set);
            }
            return found == 0 ? Double.NaN : sum / found;
        });
    }

    private static double relative(
            PixelImage picture, PixelMask region, ToDoubleBiFunction<PixelImage, PixelMask> statistic) {
        if (picture.width() != region.width() || picture.height() != region.height()) {
            throw new IllegalArgumentException(
                    "expected a picture and a region of one size, found " + picture + " and " + region);
        }
        PixelImage grey = Colour.toGrey(picture);
        PixelMask outside = region;
        for (int layer = 0; layer < APART; layer++) {
            outside = eroded(outside.inverted()).inverted();
        }
        double around = Math.max(LEAST, across(grey, outside)); // of NaN it is NaN
        return Math.abs(Math.log(Math.max(LEAST, statistic.applyAsDouble(grey, region)) / around));
    }

    /** Without the pixels that have a neighbour outside; the picture's edges are none. */
    private static PixelMask eroded(PixelMask set) {
        int width = set.width();
        int height = set.height();
        boolean[] left = new boolean[width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                left[y * width + x] = set.at(y, x)
                        && (x == 0 || set.at(y, x - 1))
                        && (x == width - 1 || set.at(y, x + 1))
                        && (y == 0 || set.at(y - 1, x))
                        && (y == height - 1 || set.at(y + 1, x));
            }
        }
        return new PixelMask(width, height, left);
    }

    private static double across(PixelImage grey, PixelMask set) {
        double sum = 0;
        int pairs = 0;
        for (int y = 0; y < set.height(); y++) {
            for (int x = 0; x < set.width(); x++) {
                if (x + 1 < set.width() && set.at(y, x) != set.at(y, x + 1)) {
                    sum += Math.abs(grey.sample(y, x, 0) - grey.sample(y, x + 1, 0));
                    pairs++;
                }
                if (y + 1 < set.height() && set.at(y, x) != set.at(y + 1, x)) {
                    sum += Math.abs(grey.sample(y, x, 0) - grey.sample(y + 1, x, 0));
                    pairs++;
                }
            }
        }
        return pairs == 0 ? Double.NaN : sum / pairs;
    }
}
