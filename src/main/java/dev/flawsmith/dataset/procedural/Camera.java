package dev.flawsmith.dataset.procedural;

import dev.flawsmith.image.PixelImage;

/** Lens and sensor: a small Gaussian blur, additive noise, eight bits. */
final class Camera {
    private static final int REACH = 2;

    private final float[] kernel = new float[2 * REACH + 1];
    private final double noise;
    private final long noiseKey;

    Camera(Draws draws) {
        double sigma = draws.between(0.35, 0.85); // pixels
        double sum = 0;
        for (int i = -REACH; i <= REACH; i++) {
            sum += StrictMath.exp(-i * i / (2 * sigma * sigma));
        }
        for (int i = -REACH; i <= REACH; i++) {
            kernel[i + REACH] = (float) (StrictMath.exp(-i * i / (2 * sigma * sigma)) / sum);
        }
        noise = draws.logBetween(0.4, 2.6); // grey levels
        noiseKey = draws.bits();
    }

    /** The field seen through the lens. */
    Field blur(Field field) {
        Frame frame = field.frame;
        Field across = new Field(frame);
        Field both = new Field(frame);
        int width = frame.width();
        int height = frame.height();
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                float sum = 0;
                for (int i = -REACH; i <= REACH; i++) {
                    sum += kernel[i + REACH] * field.values[y * width + clamp(x + i, width)];
                }
                across.values[y * width + x] = sum;
            }
        }
        for (int y = 0; y < height; y++) {
            for (int i = -REACH; i <= REACH; i++) {
                int from = clamp(y + i, height) * width;
                float weight = kernel[i + REACH];
                for (int x = 0; x < width; x++) {
                    both.values[y * width + x] += weight * across.values[from + x];
                }
            }
        }
        return both;
    }

    /** The sensor's eight-bit answer to a blurred radiance in [0, 1]; each pixel's noise depends on its place alone. */
    PixelImage expose(Field radiance) {
        byte[] grey = new byte[radiance.values.length];
        for (int p = 0; p < grey.length; p++) {
            double level = 255.0 * radiance.values[p] + noise * normal(Draws.mix(noiseKey + p * 0x9e3779b97f4a7c15L));
            grey[p] = (byte) Math.max(0, Math.min(255, (int) Math.floor(level + 0.5)));
        }
        return new PixelImage(radiance.frame.width(), radiance.frame.height(), 1, grey);
    }

    /** Four uniform numbers summed: close to normal, deviation 1, and cheap. */
    private static double normal(long bits) {
        long sum = (bits & 0xffff) + (bits >>> 16 & 0xffff) + (bits >>> 32 & 0xffff) + (bits >>> 48);
        return (sum * 0x1p-16 - 2) * 1.7320508;
    }

    private static int clamp(int i, int size) {
        return Math.max(0, Math.min(size - 1, i));
    }
}
