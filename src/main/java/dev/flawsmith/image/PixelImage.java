package dev.flawsmith.image;

import java.util.Arrays;

/**
 * An 8-bit image: grey (1 channel) or RGB (3 channels), rows top to bottom, samples interleaved ({@code HWC}).
 * Immutable; safe to share between threads.
 */
public final class PixelImage {
    private final int width;
    private final int height;
    private final int channels;
    private final byte[] samples;

    /**
     * @param width pixels, at least 1
     * @param height pixels, at least 1
     * @param channels 1 (grey) or 3 (RGB)
     * @param samples {@code height * width * channels} unsigned bytes, HWC; copied
     */
    public PixelImage(int width, int height, int channels, byte[] samples) {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException(
                    "expected width and height of at least 1, found " + width + "x" + height);
        }
        if (channels != 1 && channels != 3) {
            throw new IllegalArgumentException("expected 1 or 3 channels, found " + channels);
        }
        long expected = (long) width * height * channels;
        if (samples.length != expected) {
            throw new IllegalArgumentException("expected " + expected + " samples, found " + samples.length);
        }
        this.width = width;
        this.height = height;
        this.channels = channels;
        this.samples = samples.clone();
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    public int channels() {
        return channels;
    }

    /** The sample at row {@code y}, column {@code x}, in [0, 255]. */
    public int sample(int y, int x, int channel) {
        return samples[(y * width + x) * channels + channel] & 0xff;
    }

    /** The most grey levels that any sample differs by, 0 to 255; 255 for images of different shapes. */
    public int largestDifference(PixelImage other) {
        if (width != other.width || height != other.height || channels != other.channels) {
            return 255;
        }
        int largest = 0;
        for (int i = 0; i < samples.length; i++) {
            largest = Math.max(largest, Math.abs((samples[i] & 0xff) - (other.samples[i] & 0xff)));
        }
        return largest;
    }

    /** A part of it. */
    public PixelImage crop(int left, int top, int wide, int high) {
        if (left < 0 || top < 0 || wide < 1 || high < 1 || left + wide > width || top + high > height) {
            throw new IllegalArgumentException("expected a box within " + width + "x" + height + ", found " + wide + "x"
                    + high + " at " + left + ", " + top);
        }
        byte[] part = new byte[wide * high * channels];
        for (int y = 0; y < high; y++) {
            int from = ((top + y) * width + left) * channels;
            System.arraycopy(samples, from, part, y * wide * channels, wide * channels);
        }
        return new PixelImage(wide, high, channels, part);
    }

    /** Whether every pixel's channels are the same. */
    public boolean isGrey() {
        for (int i = 0; i < samples.length; i += channels) {
            if (channels == 3 && (samples[i] != samples[i + 1] || samples[i] != samples[i + 2])) {
                return false;
            }
        }
        return true;
    }

    /**
     * The same picture in 1 or 3 channels.
     *
     * @throws IllegalArgumentException if it has colours that 1 channel would lose
     */
    public PixelImage withChannels(int wanted) {
        if (wanted == channels) {
            return this;
        }
        if (wanted == 1 && !isGrey()) {
            throw new IllegalArgumentException("expected a grey image, found colours");
        }
        byte[] converted = new byte[width * height * wanted];
        for (int i = 0; i < converted.length; i++) {
            converted[i] = samples[wanted == 3 ? i / 3 : i * 3];
        }
        return new PixelImage(width, height, wanted, converted);
    }

    /** A copy of the samples, HWC, unsigned bytes. */
    public byte[] samples() {
        return samples.clone();
    }

    /** Samples as {@code [channels, height, width]} (CHW) floats in [-1, 1]: {@code v / 127.5 - 1}. */
    public float[] toFloats() {
        float[] chw = new float[samples.length];
        int plane = width * height;
        for (int p = 0; p < plane; p++) {
            for (int c = 0; c < channels; c++) {
                chw[c * plane + p] = (samples[p * channels + c] & 0xff) / 127.5f - 1f;
            }
        }
        return chw;
    }

    /**
     * The inverse of {@link #toFloats()}: rounds to the nearest byte and clips to [0, 255].
     *
     * @throws IllegalArgumentException if a value is NaN or the length is not {@code channels * height * width}
     */
    public static PixelImage fromFloats(float[] chw, int channels, int height, int width) {
        int plane = width * height;
        if (chw.length != channels * plane) {
            throw new IllegalArgumentException("expected " + channels * plane + " values, found " + chw.length);
        }
        byte[] hwc = new byte[chw.length];
        for (int p = 0; p < plane; p++) {
            for (int c = 0; c < channels; c++) {
                float v = chw[c * plane + p];
                if (Float.isNaN(v)) {
                    throw new IllegalArgumentException("expected numbers, found NaN at channel " + c + ", pixel " + p);
                }
                hwc[p * channels + c] = (byte) Math.max(0, Math.min(255, Math.round((v + 1f) * 127.5f)));
            }
        }
        return new PixelImage(width, height, channels, hwc);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PixelImage that
                && width == that.width
                && height == that.height
                && channels == that.channels
                && Arrays.equals(samples, that.samples);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(samples) * 31 + width;
    }

    @Override
    public String toString() {
        return "PixelImage[" + width + "x" + height + "x" + channels + "]";
    }
}
