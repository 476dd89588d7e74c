package dev.flawsmith.evaluation.audit;

import dev.flawsmith.image.PixelImage;
import dev.flawsmith.math.Blas;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The photos of a pool in all their disguises under one descriptor, kept for as many sets of images as come. Distances are
 * exact: a float32 matrix product leaves out the disguises that cannot be the nearest, by the a-priori bound on its error
 * (Higham 2002, section 3.1), and float64 sums of squared differences decide among the rest. What an image's noise adds is taken out last, where
 * the descriptor measures it: that keeps the order of an image's photos and of their disguises.
 */
final class PhotoViews {
    private static final int ROWS_AT_ONCE = 4096;
    private static final int IMAGES_AT_ONCE = 512;
    /** Twice the bound on either side of {@code |a|^2 + |b|^2 - 2ab}, with room. */
    private static final double ERROR_TERMS = 12;

    private final ViewDescriptor descriptor;
    private final int photos;
    private final FloatBuffer[] views;
    private final double[][] squares;

    PhotoViews(ViewDescriptor descriptor, List<PixelImage> pool) {
        this.descriptor = descriptor;
        photos = pool.size();
        int block = descriptor.disguises() * descriptor.dimension();
        views = new FloatBuffer[descriptor.positions()];
        squares = new double[views.length][photos * descriptor.disguises()];
        Arrays.setAll(views, p -> Blas.floats(Math.multiplyExact(photos, block)));
        IntStream.range(0, photos).parallel().forEach(i -> {
            float[] all = descriptor.disguise(pool.get(i));
            for (int p = 0; p < views.length; p++) {
                views[p].put(i * block, all, p * block, block);
                for (int v = 0; v < descriptor.disguises(); v++) {
                    squares[p][i * descriptor.disguises() + v] =
                            squares(all, (p * descriptor.disguises() + v) * descriptor.dimension());
                }
            }
        });
    }

    ViewDescriptor descriptor() {
        return descriptor;
    }

    int photos() {
        return photos;
    }

    /** The distance from every photo to every image. */
    DistanceMatrix distancesTo(List<PixelImage> images) {
        double[] nearest = new double[photos * images.size()];
        Arrays.fill(nearest, Double.POSITIVE_INFINITY);
        for (int from = 0; from < images.size(); from += IMAGES_AT_ONCE) {
            int count = Math.min(IMAGES_AT_ONCE, images.size() - from);
            float[][] described = new float[count][];
            int start = from;
            IntStream.range(0, count)
                    .parallel()
                    .forEach(g -> described[g] = descriptor.describe(images.get(start + g)));
            for (int p = 0; p < views.length; p++) {
                compare(p, described, nearest, from, images.size());
            }
        }
        for (int i = 0; i < nearest.length; i++) {
            nearest[i] = Math.sqrt(nearest[i]);
        }
        takeNoiseOut(nearest, images.parallelStream().map(descriptor::signal).toArray(SignalShare[]::new));
        return new DistanceMatrix(photos, images.size(), nearest);
    }

    /**
     * Takes an image's noise out of its distance to the one photo that it is nearest to, leaving aside what it is equal to.
     * Once noise is gone every photo like that one is near, too, give or take chance: of a thousand photos some would be nearer
     * than copies are. Noise adds to all distances alike, so which photo is nearest needs no correction, and hardly errs.
     */
    private void takeNoiseOut(double[] distances, SignalShare[] signals) {
        if (Arrays.stream(signals).allMatch(SignalShare.WHOLE::equals)) {
            return; // most descriptors measure none
        }
        int images = signals.length;
        double[] least = new double[images];
        Arrays.fill(least, Double.POSITIVE_INFINITY);
        for (int i = 0; i < photos; i++) {
            for (int g = 0; g < images && !isFlat(i); g++) {
                double distance = distances[i * images + g];
                least[g] = distance > 0 ? Math.min(least[g], distance) : least[g];
            }
        }
        for (int i = 0; i < photos; i++) {
            for (int g = 0; g < images && !isFlat(i); g++) {
                int at = i * images + g;
                distances[at] = distances[at] == least[g] ? signals[g].distance(least[g]) : distances[at];
            }
        }
    }

    /** A photo of one grey level is the zero vector, which has no angle to anything. */
    private boolean isFlat(int photo) {
        return squares[0][photo * descriptor.disguises()] == 0;
    }

    private void compare(int p, float[][] described, double[] nearest, int from, int images) {
        int d = descriptor.dimension();
        int count = described.length;
        float[] rows = new float[count * d];
        double[] imageSquares = new double[count];
        for (int g = 0; g < count; g++) {
            System.arraycopy(described[g], p * d, rows, g * d, d);
            imageSquares[g] = squares(described[g], p * d);
        }
        FloatBuffer direct = Blas.floats(rows.length);
        direct.put(0, rows);
        int v = descriptor.disguises();
        int photosAtOnce = Math.max(1, ROWS_AT_ONCE / v);
        FloatBuffer product = Blas.floats(photosAtOnce * v * count);
        for (int first = 0; first < photos; first += photosAtOnce) {
            int some = Math.min(photosAtOnce, photos - first);
            int offset = first;
            Blas.productTransposed(views[p].slice(first * v * d, some * v * d), some * v, direct, count, d, product);
            IntStream.range(0, some).parallel().forEach(i -> {
                float[] products = new float[v * count];
                product.get(i * v * count, products);
                double[] least = decide(p, offset + i, products, rows, imageSquares);
                for (int g = 0; g < count; g++) {
                    int at = (offset + i) * images + from + g;
                    nearest[at] = Math.min(nearest[at], least[g]);
                }
            });
        }
    }

    /** The smallest squared distance from one photo to each image. */
    private double[] decide(int p, int photo, float[] products, float[] rows, double[] imageSquares) {
        int d = descriptor.dimension();
        int v = descriptor.disguises();
        int count = imageSquares.length;
        float[] approximate = new float[count];
        Arrays.fill(approximate, Float.POSITIVE_INFINITY);
        double largest = 0;
        for (int view = 0; view < v; view++) {
            float own = (float) squares[p][photo * v + view];
            largest = Math.max(largest, own);
            for (int g = 0; g < count; g++) {
                approximate[g] = Math.min(approximate[g], own - 2 * products[view * count + g]);
            }
        }
        float[] limit = new float[count];
        for (int g = 0; g < count; g++) {
            limit[g] = (float) (approximate[g]
                    + ERROR_TERMS * (d + 4) * 0x1p-24 * (Math.sqrt(largest * imageSquares[g]) + largest));
        }
        double[] least = new double[count];
        Arrays.fill(least, Double.POSITIVE_INFINITY);
        float[] vector = new float[d];
        for (int view = 0; view < v; view++) {
            float own = (float) squares[p][photo * v + view];
            boolean loaded = false;
            for (int g = 0; g < count; g++) {
                if (own - 2 * products[view * count + g] <= limit[g]) {
                    if (!loaded) {
                        views[p].get((photo * v + view) * d, vector);
                        loaded = true;
                    }
                    least[g] = Math.min(least[g], squaredDistance(vector, rows, g * d));
                }
            }
        }
        return least;
    }

    private double squares(float[] values, int offset) {
        double sum = 0;
        for (int i = offset; i < offset + descriptor.dimension(); i++) {
            sum += (double) values[i] * values[i];
        }
        return sum;
    }

    private static double squaredDistance(float[] vector, float[] rows, int offset) {
        double sum = 0;
        for (int i = 0; i < vector.length; i++) {
            double difference = (double) vector[i] - rows[offset + i];
            sum += difference * difference;
        }
        return sum;
    }
}
