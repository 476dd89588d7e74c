package dev.flawsmith.memorization;

import dev.flawsmith.image.PixelImage;
import java.util.Arrays;

/**
 * A normalised pixel descriptor: luma, area-averaged to 32x32, Gaussian blur of 1.5 cells, zero mean, unit length, then a
 * fixed random projection to 256 numbers. Brightness and contrast drop out; the blur makes small shifts and noise small;
 * the projection keeps distances to a few percent (distances lie in [0, about 2]). Equal images have equal bits, on every
 * machine, and so distance exactly 0. A flat image is the zero vector: about 1 from any other, 0 from another flat one.
 *
 * <p>The projection keeps pictures out of the index. It is no encryption: a blurred thumbnail might be estimated back.
 *
 * <p>Stateless; thread-safe.
 */
public final class PixelDescriptor implements ImageDescriptor {
    /** Names the protocol and its version; an index made with another one cannot be compared. */
    public static final String ID = "pixel-32-blur1.5-projection256/1";

    static final int SIDE = 32;
    private static final int DIMENSION = 256;
    private static final long SEED = 0x666c6177736d6974L; // "flawsmit"
    private static final double BLUR_SIGMA = 1.5;
    private static final int BLUR_RADIUS = 6;
    private static final double[] BLUR = gaussianKernel();

    /** Takes a noticeable part of a second to make, so once a process and only when wanted. */
    private static final class Projection {
        static final RandomProjection INSTANCE = new RandomProjection(SIDE * SIDE, DIMENSION, SEED);
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public int dimension() {
        return DIMENSION;
    }

    /** Describes an image of any size: {@code [dimension]}, L2 norm about 1, or 0 where the image is flat. */
    @Override
    public float[] describe(PixelImage image) {
        return Projection.INSTANCE.project(normalised(GreyGrid.of(image, SIDE)));
    }

    /**
     * Describes an image under every {@link ImageSymmetry}: {@code [8][dimension]}, in their order. Row {@code s} equals
     * {@code describe(s.apply(image))} bit for bit.
     */
    @Override
    public float[][] describeSymmetries(PixelImage image) {
        double[] grid = GreyGrid.of(image, SIDE);
        ImageSymmetry[] symmetries = ImageSymmetry.values();
        double[][] turned = new double[symmetries.length][];
        for (int s = 0; s < turned.length; s++) {
            turned[s] = normalised(symmetries[s].apply(grid, SIDE));
        }
        return Projection.INSTANCE.project(turned);
    }

    /** The projection's rows, {@code [dimension][SIDE * SIDE]}. */
    static double[][] projection() {
        return Projection.INSTANCE.rows();
    }

    /** The blur's kernel along one axis, of odd length; the edges mirror, the edge cell included. */
    static double[] blur() {
        return BLUR.clone();
    }

    /** {@code false}: eight rows of an image cost next to nothing. */
    @Override
    public boolean turnsPhotos() {
        return false;
    }

    private static double[] normalised(double[] grid) {
        if (flat(grid)) {
            return new double[grid.length];
        }
        double[] blurred = blurredColumns(
                ImageSymmetry.TRANSPOSE.apply(blurredColumns(ImageSymmetry.TRANSPOSE.apply(grid, SIDE)), SIDE));
        double mean = 0;
        for (double value : blurred) {
            mean += value / blurred.length;
        }
        double squares = 0;
        for (int i = 0; i < blurred.length; i++) {
            blurred[i] -= mean;
            squares += blurred[i] * blurred[i];
        }
        double norm = Math.sqrt(squares);
        for (int i = 0; i < blurred.length; i++) {
            blurred[i] /= norm;
        }
        return blurred;
    }

    private static boolean flat(double[] grid) {
        for (double value : grid) {
            if (value != grid[0]) {
                return false;
            }
        }
        return true;
    }

    /** Row after row, so that the cells of one are summed side by side. */
    private static double[] blurredColumns(double[] grid) {
        double[] blurred = new double[grid.length];
        double[] sum = new double[SIDE];
        double[] row = new double[SIDE];
        for (int y = 0; y < SIDE; y++) {
            Arrays.fill(sum, 0);
            for (int k = -BLUR_RADIUS; k <= BLUR_RADIUS; k++) {
                System.arraycopy(grid, reflected(y + k) * SIDE, row, 0, SIDE);
                double weight = BLUR[k + BLUR_RADIUS];
                for (int x = 0; x < SIDE; x++) {
                    sum[x] += weight * row[x];
                }
            }
            System.arraycopy(sum, 0, blurred, y * SIDE, SIDE);
        }
        return blurred;
    }

    /** Beyond an edge the grid is mirrored, the edge cell included. */
    private static int reflected(int x) {
        return x < 0 ? -1 - x : x >= SIDE ? 2 * SIDE - 1 - x : x;
    }

    private static double[] gaussianKernel() {
        double[] kernel = new double[2 * BLUR_RADIUS + 1];
        double sum = 0;
        for (int k = -BLUR_RADIUS; k <= BLUR_RADIUS; k++) {
            kernel[k + BLUR_RADIUS] = StrictMath.exp(-k * k / (2 * BLUR_SIGMA * BLUR_SIGMA));
            sum += kernel[k + BLUR_RADIUS];
        }
        for (int k = 0; k < kernel.length; k++) {
            kernel[k] /= sum;
        }
        return kernel;
    }
}
