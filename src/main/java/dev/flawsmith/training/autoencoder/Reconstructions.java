package dev.flawsmith.training.autoencoder;

import dev.flawsmith.dataset.Photo;
import dev.flawsmith.image.AreaResize;
import dev.flawsmith.image.ContactSheet;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.Png;
import dev.flawsmith.model.PixelTransfer;
import dev.flawsmith.model.VaeConfig;
import dev.flawsmith.model.VaeDescriptor;
import dev.flawsmith.model.djl.VaeNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What an autoencoder makes of photos: its latents' law, and how far photos come back changed. */
public final class Reconstructions {
    private static final int BATCH = 8;
    private static final int SHOWN_PER_CLASS = 4;

    private final VaeNetwork network;
    private final VaeConfig config;
    private final PixelTransfer transfer;

    /** @param transfer between pixels and the network's values */
    public Reconstructions(VaeNetwork network, PixelTransfer transfer) {
        this.network = network;
        this.config = network.config();
        this.transfer = transfer;
    }

    /** Brings latents to mean 0 and a wanted deviation: {@code (z - shift) * scale}. */
    public record Scaling(double scale, double shift) {}

    /**
     * The scaling of the latents of photos.
     *
     * @param photos {@code [channels, size, size]} each, model space
     * @param deviation wanted
     */
    public Scaling scaling(List<float[]> photos, double deviation) {
        double sum = 0;
        double squares = 0;
        long count = 0;
        for (float[][] latents : latents(photos)) {
            for (float[] latent : latents) {
                for (float value : latent) {
                    sum += value;
                    squares += (double) value * value;
                }
                count += latent.length;
            }
        }
        double mean = sum / count;
        return new Scaling(deviation / Math.sqrt(squares / count - mean * mean), mean);
    }

    private List<float[][]> latents(List<float[]> photos) {
        List<float[][]> all = new ArrayList<>();
        for (int from = 0; from < photos.size(); from += BATCH) {
            all.add(encode(photos.subList(from, Math.min(photos.size(), from + BATCH))));
        }
        return all;
    }

    private float[][] encode(List<float[]> photos) {
        int row = config.imageShape().size();
        float[] values = new float[photos.size() * row];
        for (int i = 0; i < photos.size(); i++) {
            System.arraycopy(photos.get(i), 0, values, i * row, row);
        }
        return network.means(values, photos.size(), config.imageSize());
    }

    /** How far photos of the network's size come back changed. */
    public VaeDescriptor.Reconstruction error(List<PixelImage> photos) {
        Difference coded = new Difference();
        Difference averaged = new Difference();
        int small = config.imageSize() / (config.factor() / VaeConfig.PATCH);
        for (PixelImage photo : photos) {
            coded.add(photo, back(photo));
            PixelImage less = AreaResize.resize(photo, small, small);
            averaged.add(photo, enlarged(less));
        }
        return new VaeDescriptor.Reconstruction(
                photos.size(), coded.mean(), coded.psnr(), averaged.mean(), averaged.psnr());
    }

    /** A photo, encoded and decoded. */
    PixelImage back(PixelImage photo) {
        float[][] latent = encode(List.of(transfer.toModel(photo.toFloats())));
        return PixelImage.fromFloats(
                transfer.toPixels(network.images(latent)[0]),
                config.imageChannels(),
                config.imageSize(),
                config.imageSize());
    }

    /** Each pixel as a square again. */
    private PixelImage enlarged(PixelImage less) {
        int side = config.imageSize();
        int times = side / less.width();
        int channels = config.imageChannels();
        byte[] samples = new byte[side * side * channels];
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                for (int c = 0; c < channels; c++) {
                    samples[(y * side + x) * channels + c] =
                            less.samples()[((y / times) * less.width() + x / times) * channels + c];
                }
            }
        }
        return new PixelImage(side, side, channels, samples);
    }

    /** Photos of each class and, right of each, what came back, as a PNG: real pixels. */
    public byte[] beside(List<Photo> photos) {
        Map<Integer, List<PixelImage>> rows = new TreeMap<>();
        for (Photo photo : photos) {
            List<PixelImage> row = rows.computeIfAbsent(photo.classIndex(), unused -> new ArrayList<>());
            if (row.size() < 2 * SHOWN_PER_CLASS) {
                row.add(photo.image());
                row.add(back(photo.image()));
            }
        }
        return Png.encode(ContactSheet.layOut(List.copyOf(rows.values())), Map.of());
    }

    private static final class Difference {
        private double sum;
        private double squares;
        private long count;

        void add(PixelImage a, PixelImage b) {
            byte[] left = a.samples();
            byte[] right = b.samples();
            for (int i = 0; i < left.length; i++) {
                double d = (left[i] & 0xff) - (right[i] & 0xff);
                sum += Math.abs(d);
                squares += d * d;
            }
            count += left.length;
        }

        double mean() {
            return sum / count;
        }

        double psnr() {
            return 10 * Math.log10(255 * 255 * count / squares);
        }
    }
}
