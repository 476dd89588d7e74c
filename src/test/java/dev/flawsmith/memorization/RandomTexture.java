package dev.flawsmith.memorization;

import dev.flawsmith.image.PixelImage;
import java.util.Random;

/** Synthetic photos for tests: random fields of cosine waves, longer ones stronger, with a little grain. */
public final class RandomTexture {
    private static final int SIDE = 64;
    private static final int WAVES = 24;

    private RandomTexture() {}

    /** A grey 64x64 texture, determined by its seed. */
    public static PixelImage of(long seed) {
        Random random = new Random(seed);
        double[] field = new double[SIDE * SIDE];
        for (int wave = 0; wave < WAVES; wave++) {
            double frequency = 0.5 + 7.5 * random.nextDouble(); // periods across the image
            double direction = 2 * Math.PI * random.nextDouble();
            double phase = 2 * Math.PI * random.nextDouble();
            double amplitude = 28 * random.nextGaussian() / Math.sqrt(frequency);
            double[][] column = circle(2 * Math.PI * frequency * Math.cos(direction) / SIDE, phase);
            double[][] row = circle(2 * Math.PI * frequency * Math.sin(direction) / SIDE, 0);
            for (int y = 0; y < SIDE; y++) {
                for (int x = 0; x < SIDE; x++) { // cos(a + b)
                    field[y * SIDE + x] += amplitude * (column[0][x] * row[0][y] - column[1][x] * row[1][y]);
                }
            }
        }
        byte[] samples = new byte[field.length];
        for (int i = 0; i < field.length; i++) {
            samples[i] = clipped(128 + field[i] + 2 * random.nextGaussian());
        }
        return new PixelImage(SIDE, SIDE, 1, samples);
    }

    /** The image under {@code gain * v + offset}, with Gaussian noise of {@code noise} grey levels. */
    public static PixelImage changed(PixelImage image, double gain, double offset, double noise, long seed) {
        Random random = new Random(seed);
        byte[] samples = image.samples();
        for (int i = 0; i < samples.length; i++) {
            samples[i] = clipped(gain * (samples[i] & 0xff) + offset + noise * random.nextGaussian());
        }
        return new PixelImage(image.width(), image.height(), image.channels(), samples);
    }

    /** A share of another image of the same size over the rest of this one. */
    public static PixelImage blended(PixelImage image, PixelImage other, double share) {
        byte[] samples = image.samples();
        byte[] over = other.samples();
        for (int i = 0; i < samples.length; i++) {
            samples[i] = clipped((1 - share) * (samples[i] & 0xff) + share * (over[i] & 0xff));
        }
        return new PixelImage(image.width(), image.height(), image.channels(), samples);
    }

    /** Cosines and sines of {@code rate * i + phase}. */
    private static double[][] circle(double rate, double phase) {
        double[][] circle = new double[2][SIDE];
        for (int i = 0; i < SIDE; i++) {
            circle[0][i] = Math.cos(rate * i + phase);
            circle[1][i] = Math.sin(rate * i + phase);
        }
        return circle;
    }

    private static byte clipped(double value) {
        return (byte) Math.max(0, Math.min(255, Math.round(value)));
    }
}
