package dev.flawsmith.evaluation.audit;

import dev.flawsmith.image.AreaResize;
import dev.flawsmith.image.JpegRoundTrip;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.memorization.ImageSymmetry;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * What may have happened to a photo before it turns up among generated images. Lengths in pixels are for images of 64;
 * they grow with the image. All take grey images and chance from outside.
 */
public enum CopyTransform {
    /** As it is. */
    EXACT,
    /** Compressed at quality 90, then 50, then 20. */
    JPEG90,
    JPEG50,
    JPEG20,
    /** Along both axes, each way by chance, edges repeated. */
    SHIFT2,
    SHIFT4,
    SHIFT6,
    /** A square of this share of the side, anywhere, at full size again. */
    CROP95,
    CROP85,
    FLIP,
    ROTATE90,
    /** 30 grey levels up or down, by chance. */
    BRIGHTNESS,
    /** 0.7 or 1.4 of it about the mean, by chance. */
    CONTRAST,
    /** Twice the binomial of 1 2 1, a standard deviation of one pixel. */
    BLUR,
    /** Gaussian noise of this many hundredths of the range. */
    NOISE02,
    NOISE05,
    NOISE10,
    /** A square of half the side of the photo, anywhere, in another image at the same place. */
    PATCH,
    /** Half photo, half another image. */
    BLEND50;

    private static final double LEVELS = 30;

    private interface Level {
        double of(double value);
    }

    /** The name in the contract: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The transform of that label. */
    public static Optional<CopyTransform> ofLabel(String label) {
        return Arrays.stream(values()).filter(t -> t.label().equals(label)).findFirst();
    }

    /** Whether another image is needed, and so {@link #into}. */
    public boolean needsHost() {
        return this == PATCH || this == BLEND50;
    }

    /**
     * The photo as it turns up.
     *
     * @param photo square, grey
     * @throws IllegalStateException if it needs a host
     */
    public PixelImage apply(PixelImage photo, SplittableRandom random) {
        if (needsHost()) {
            throw new IllegalStateException("expected an image to put it into");
        }
        return switch (this) {
            case JPEG90 -> JpegRoundTrip.apply(photo, 90);
            case JPEG50 -> JpegRoundTrip.apply(photo, 50);
            case JPEG20 -> JpegRoundTrip.apply(photo, 20);
            case SHIFT2 -> shifted(photo, 2, random);
            case SHIFT4 -> shifted(photo, 4, random);
            case SHIFT6 -> shifted(photo, 6, random);
            case CROP95 -> cropped(photo, 0.95, random);
            case CROP85 -> cropped(photo, 0.85, random);
            case FLIP -> ImageSymmetry.FLIP_HORIZONTAL.apply(photo);
            case ROTATE90 -> ImageSymmetry.ROTATE_90.apply(photo);
            case BRIGHTNESS -> brightened(photo, random.nextBoolean() ? LEVELS : -LEVELS);
            case CONTRAST -> contrasted(photo, random.nextBoolean() ? 0.7 : 1.4);
            case BLUR -> blurred(blurred(photo));
            case NOISE02 -> noisy(photo, 0.02, random);
            case NOISE05 -> noisy(photo, 0.05, random);
            case NOISE10 -> noisy(photo, 0.10, random);
            case EXACT, PATCH, BLEND50 -> photo;
        };
    }

    /**
     * The photo as it turns up in another image, where the transform needs one.
     *
     * @param host of the photo's size
     */
    PixelImage into(PixelImage host, PixelImage photo, SplittableRandom random) {
        return switch (this) {
            case PATCH -> pasted(host, photo, random);
            case BLEND50 -> blended(host, photo);
            default -> apply(photo, random);
        };
    }

    private static PixelImage pasted(PixelImage host, PixelImage photo, SplittableRandom random) {
        int side = photo.width();
        int size = side / 2;
        int left = random.nextInt(side - size + 1);
        int top = random.nextInt(side - size + 1);
        byte[] samples = host.samples();
        byte[] from = photo.samples();
        for (int y = top; y < top + size; y++) {
            System.arraycopy(from, y * side + left, samples, y * side + left, size);
        }
        return new PixelImage(side, side, 1, samples);
    }

    private static PixelImage blended(PixelImage host, PixelImage photo) {
        byte[] samples = host.samples();
        byte[] from = photo.samples();
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) (((samples[i] & 0xff) + (from[i] & 0xff) + 1) / 2);
        }
        return new PixelImage(photo.width(), photo.height(), 1, samples);
    }

    private static PixelImage shifted(PixelImage photo, int of64, SplittableRandom random) {
        int side = photo.width();
        int by = Math.max(1, Math.round(of64 * side / 64f));
        int dx = random.nextBoolean() ? by : -by;
        int dy = random.nextBoolean() ? by : -by;
        byte[] samples = new byte[side * side];
        for (int y = 0; y < side; y++) {
            int row = Math.min(side - 1, Math.max(0, y + dy));
            for (int x = 0; x < side; x++) {
                samples[y * side + x] = (byte) photo.sample(row, Math.min(side - 1, Math.max(0, x + dx)), 0);
            }
        }
        return new PixelImage(side, side, 1, samples);
    }

    private static PixelImage cropped(PixelImage photo, double share, SplittableRandom random) {
        int side = photo.width();
        int size = (int) Math.round(share * side);
        int left = random.nextInt(side - size + 1);
        int top = random.nextInt(side - size + 1);
        byte[] from = photo.samples();
        byte[] samples = new byte[size * size];
        for (int y = 0; y < size; y++) {
            System.arraycopy(from, (top + y) * side + left, samples, y * size, size);
        }
        return AreaResize.resize(new PixelImage(size, size, 1, samples), side, side);
    }

    private static PixelImage blurred(PixelImage photo) {
        int side = photo.width();
        byte[] samples = new byte[side * side];
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                int sum = 0;
                for (int dy = -1; dy <= 1; dy++) {
                    for (int dx = -1; dx <= 1; dx++) {
                        int row = Math.min(side - 1, Math.max(0, y + dy));
                        int column = Math.min(side - 1, Math.max(0, x + dx));
                        sum += (2 - Math.abs(dy)) * (2 - Math.abs(dx)) * photo.sample(row, column, 0);
                    }
                }
                samples[y * side + x] = (byte) ((sum + 8) / 16);
            }
        }
        return new PixelImage(side, side, 1, samples);
    }

    private static PixelImage brightened(PixelImage photo, double by) {
        return mapped(photo, value -> value + by);
    }

    private static PixelImage contrasted(PixelImage photo, double factor) {
        double mean = mean(photo);
        return mapped(photo, value -> mean + factor * (value - mean));
    }

    private static PixelImage noisy(PixelImage photo, double ofRange, SplittableRandom random) {
        return mapped(photo, value -> value + ofRange * 255 * random.nextGaussian());
    }

    private static double mean(PixelImage photo) {
        double sum = 0;
        byte[] samples = photo.samples();
        for (byte sample : samples) {
            sum += sample & 0xff;
        }
        return sum / samples.length;
    }

    private static PixelImage mapped(PixelImage photo, Level level) {
        byte[] samples = photo.samples();
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) Math.max(0, Math.min(255, Math.round(level.of(samples[i] & 0xff))));
        }
        return new PixelImage(photo.width(), photo.height(), 1, samples);
    }
}
