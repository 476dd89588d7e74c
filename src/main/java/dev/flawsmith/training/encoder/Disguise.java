package dev.flawsmith.training.encoder;

import dev.flawsmith.image.JpegRoundTrip;
import dev.flawsmith.image.PixelImage;
import java.util.SplittableRandom;

/**
 * What happens to a copy on its way, at random strength: geometry ({@link Resampling}), another picture pasted or blended in,
 * brightness, contrast and gamma, blur, noise, JPEG. A view is determined by the generator that is handed in.
 */
final class Disguise {
    private static final double WHOLE = 0.5;

    private final int size;

    Disguise(int size) {
        this.size = size;
    }

    /** The picture as an index would hold it: half the time nothing is done to it but resizing. */
    float[] mild(PixelImage picture, PixelImage other, SplittableRandom random) {
        if (random.nextDouble() < WHOLE) {
            return Resampling.whole().apply(picture, size);
        }
        return strong(picture, other, random);
    }

    /**
     * A disguised copy: {@code [size, size]} grey levels in [0, 255].
     *
     * @param other where pasted and blended parts come from
     */
    float[] strong(PixelImage picture, PixelImage other, SplittableRandom random) {
        float[] view = Resampling.random(random).apply(picture, size);
        double mixing = random.nextDouble();
        if (mixing < 0.1) {
            paste(view, Resampling.random(random).apply(other, size), random);
        } else if (mixing < 0.18) {
            blend(view, Resampling.random(random).apply(other, size), (float) random.nextDouble(0.05, 0.45));
        }
        if (random.nextDouble() < 0.6) {
            tone(view, random);
        }
        if (random.nextDouble() < 0.35) {
            blur(view, random.nextDouble(0.4, 1.8));
        }
        if (random.nextDouble() < 0.45) {
            noise(view, Math.exp(random.nextDouble(Math.log(2), Math.log(28))), random);
        }
        clip(view);
        return random.nextDouble() < 0.35 ? jpeg(view, random.nextInt(15, 96)) : view;
    }

    private void paste(float[] view, float[] other, SplittableRandom random) {
        int width = (int) (size * random.nextDouble(0.2, 0.5));
        int height = (int) (size * random.nextDouble(0.2, 0.5));
        int left = random.nextInt(size - width + 1);
        int top = random.nextInt(size - height + 1);
        for (int y = top; y < top + height; y++) {
            System.arraycopy(other, y * size + left, view, y * size + left, width);
        }
    }

    private static void blend(float[] view, float[] other, float share) {
        for (int p = 0; p < view.length; p++) {
            view[p] += share * (other[p] - view[p]);
        }
    }

    private static void tone(float[] view, SplittableRandom random) {
        float contrast = (float) random.nextDouble(0.6, 1.5);
        float shift = (float) random.nextDouble(-40, 40);
        double gamma = random.nextDouble() < 0.4 ? random.nextDouble(0.7, 1.4) : 1;
        double mean = 0;
        for (float v : view) {
            mean += v / view.length;
        }
        for (int p = 0; p < view.length; p++) {
            double v = mean + contrast * (view[p] - mean) + shift;
            view[p] = (float) (gamma == 1 ? v : 255 * Math.pow(Math.max(0, Math.min(1, v / 255)), gamma));
        }
    }

    /** A Gaussian of {@code sigma} pixels, edges repeated. */
    private void blur(float[] view, double sigma) {
        int reach = (int) Math.ceil(2.5 * sigma);
        float[] kernel = new float[2 * reach + 1];
        float sum = 0;
        for (int i = -reach; i <= reach; i++) {
            kernel[i + reach] = (float) Math.exp(-i * i / (2 * sigma * sigma));
            sum += kernel[i + reach];
        }
        float[] across = new float[view.length];
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                float v = 0;
                for (int i = -reach; i <= reach; i++) {
                    v += kernel[i + reach] * view[y * size + Math.max(0, Math.min(size - 1, x + i))];
                }
                across[y * size + x] = v / sum;
            }
        }
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                float v = 0;
                for (int i = -reach; i <= reach; i++) {
                    v += kernel[i + reach] * across[Math.max(0, Math.min(size - 1, y + i)) * size + x];
                }
                view[y * size + x] = v / sum;
            }
        }
    }

    private static void noise(float[] view, double deviation, SplittableRandom random) {
        for (int p = 0; p < view.length; p++) {
            view[p] += (float) (deviation * random.nextGaussian());
        }
    }

    private static void clip(float[] view) {
        for (int p = 0; p < view.length; p++) {
            view[p] = Math.max(0, Math.min(255, view[p]));
        }
    }

    private float[] jpeg(float[] view, int quality) {
        byte[] samples = new byte[view.length];
        for (int p = 0; p < view.length; p++) {
            samples[p] = (byte) Math.round(view[p]);
        }
        byte[] back = JpegRoundTrip.apply(new PixelImage(size, size, 1, samples), quality)
                .samples();
        float[] decoded = new float[view.length];
        for (int p = 0; p < view.length; p++) {
            decoded[p] = back[p] & 0xff;
        }
        return decoded;
    }
}
