package dev.flawsmith.training;

import dev.flawsmith.dataset.Photo;
import dev.flawsmith.model.PixelTransfer;
import java.util.Arrays;
import java.util.List;

/**
 * Fits the {@link PixelTransfer} to photos: centred on the median pixel, compressing above the median photo's own contrast,
 * then scaled to mean 0 and the wanted standard deviation. Steel strip photos differ fourfold in contrast from class to
 * class; without this the noise levels that decide a faint scratch are hardly ever trained.
 */
public final class TransferFit {
    private TransferFit() {}

    /**
     * The transfer of some photos.
     *
     * @param photos at least one
     * @param sigmaData standard deviation that their values are brought to
     * @throws TrainingException if every pixel is the same
     */
    public static PixelTransfer fit(List<Photo> photos, double sigmaData) {
        long[] histogram = new long[256];
        double[] contrasts = new double[photos.size()];
        for (int i = 0; i < contrasts.length; i++) {
            byte[] samples = photos.get(i).image().samples();
            double sum = 0;
            double squares = 0;
            for (byte sample : samples) {
                histogram[sample & 0xff]++;
                double v = value(sample & 0xff);
                sum += v;
                squares += v * v;
            }
            double mean = sum / samples.length;
            contrasts[i] = Math.sqrt(Math.max(0, squares / samples.length - mean * mean));
        }
        Arrays.sort(contrasts);
        double scale = Math.max(contrasts[contrasts.length / 2], 1 / 127.5);
        return scaled(histogram, median(histogram), scale, sigmaData);
    }

    private static PixelTransfer scaled(long[] histogram, double center, double scale, double sigmaData) {
        PixelTransfer plain = new PixelTransfer(center, scale, 1, 0);
        double count = 0;
        double sum = 0;
        double squares = 0;
        for (int level = 0; level < 256; level++) {
            double y = plain.toModel(new float[] {(float) value(level)})[0];
            count += histogram[level];
            sum += histogram[level] * y;
            squares += histogram[level] * y * y;
        }
        double mean = sum / count;
        double deviation = Math.sqrt(Math.max(0, squares / count - mean * mean));
        if (!(deviation > 0)) {
            throw new TrainingException(
                    "expected photos that differ from a single grey, found every pixel at " + center);
        }
        return new PixelTransfer(center, scale, sigmaData / deviation, mean);
    }

    private static double median(long[] histogram) {
        long half = Arrays.stream(histogram).sum() / 2;
        int level = 0;
        for (long seen = histogram[0]; seen <= half && level < 255; seen += histogram[level]) {
            level++;
        }
        return value(level);
    }

    private static double value(int level) {
        return level / 127.5 - 1;
    }
}
