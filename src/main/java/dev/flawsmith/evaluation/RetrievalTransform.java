package dev.flawsmith.evaluation;

import dev.flawsmith.image.BicubicResize;
import dev.flawsmith.image.JpegRoundTrip;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.memorization.ImageSymmetry;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * The disguises in which {@link CopyRetrieval} looks for copies. Pixels are those of the image at its own size; signs and
 * places come from the generator that is handed in. For square grey images.
 */
public enum RetrievalTransform {
    EXACT,
    JPEG90,
    JPEG50,
    /** Along both axes, either way, edges repeated. */
    SHIFT2,
    SHIFT4,
    /** A square of 95 % of the side, anywhere, back at full size. */
    CROP95,
    FLIP,
    ROTATE90,
    /** 30 grey levels up or down. */
    BRIGHTNESS,
    /** Gaussian noise, 2 % of the range. */
    NOISE02,
    NOISE05,
    /** A Gaussian of one pixel, by the binomial 1 4 6 4 1 along either axis. */
    BLUR;

    private static final int[] BINOMIAL = {1, 4, 6, 4, 1};

    /** Its name in tables: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The image in this disguise. */
    public PixelImage apply(PixelImage image, SplittableRandom random) {
        return switch (this) {
            case EXACT -> image;
            case JPEG90 -> JpegRoundTrip.apply(image, 90);
            case JPEG50 -> JpegRoundTrip.apply(image, 50);
            case SHIFT2 -> shifted(image, 2, random);
            case SHIFT4 -> shifted(image, 4, random);
            case CROP95 -> cropped(image, random);
            case FLIP -> ImageSymmetry.FLIP_HORIZONTAL.apply(image);
            case ROTATE90 -> ImageSymmetry.ROTATE_90.apply(image);
            case BRIGHTNESS -> brightened(image, random.nextBoolean() ? 30 : -30);
            case NOISE02 -> noisy(image, 0.02 * 255, random);
            case NOISE05 -> noisy(image, 0.05 * 255, random);
            case BLUR -> blurred(image);
        };
    }

    private static PixelImage shifted(PixelImage image, int by, SplittableRandom random) {
        int dx = random.nextBoolean() ? by : -by;
        int dy = random.nextBoolean() ? by : -by;
        return mapped(image, (y, x) -> at(image, y + dy, x + dx));
    }

    private static PixelImage cropped(PixelImage image, SplittableRandom random) {
        int side = image.width();
        int size = (int) Math.round(0.95 * side);
        int left = random.nextInt(side - size + 1);
        int top = random.nextInt(side - size + 1);
        byte[] part = new byte[size * size];
        for (int p = 0; p < part.length; p++) {
            part[p] = (byte) image.sample(top + p / size, left + p % size, 0);
        }
        float[] whole = BicubicResize.resize(new PixelImage(size, size, 1, part), side, side);
        return mapped(image, (y, x) -> whole[y * side + x]);
    }

    private static PixelImage brightened(PixelImage image, int levels) {
        return mapped(image, (y, x) -> at(image, y, x) + levels);
    }

    private static PixelImage noisy(PixelImage image, double deviation, SplittableRandom random) {
        return mapped(image, (y, x) -> at(image, y, x) + deviation * random.nextGaussian());
    }

    private static PixelImage blurred(PixelImage image) {
        return mapped(image, (y, x) -> {
            double sum = 0;
            for (int dy = -2; dy <= 2; dy++) {
                for (int dx = -2; dx <= 2; dx++) {
                    sum += BINOMIAL[dy + 2] * BINOMIAL[dx + 2] * at(image, y + dy, x + dx);
                }
            }
            return sum / 256;
        });
    }

    private interface Level {
        double at(int y, int x);
    }

    /** The grey level at a place; beyond an edge that of the nearest pixel. */
    private static double at(PixelImage image, int y, int x) {
        return image.sample(
                Math.max(0, Math.min(image.height() - 1, y)), Math.max(0, Math.min(image.width() - 1, x)), 0);
    }

    private static PixelImage mapped(PixelImage image, Level level) {
        byte[] samples = new byte[image.width() * image.height()];
        for (int p = 0; p < samples.length; p++) {
            double value = level.at(p / image.width(), p % image.width());
            samples[p] = (byte) Math.max(0, Math.min(255, Math.round(value)));
        }
        return new PixelImage(image.width(), image.height(), 1, samples);
    }
}
