package dev.flawsmith.cli;

import dev.flawsmith.augmentation.PaintedDataset.Triple;
import dev.flawsmith.augmentation.RealSet;
import dev.flawsmith.dataset.LabelledFile;
import dev.flawsmith.evaluation.painting.Contours;
import dev.flawsmith.evaluation.painting.Separation;
import dev.flawsmith.image.DecodeLimits;
import dev.flawsmith.image.ImageDecoder;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.PixelMask;
import dev.flawsmith.image.UnreadableImageException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether the gradient along the regions' edges ({@link Contours}) tells painted images from others at the same regions: from
 * the photos that they were painted onto, and from real photos, image i with the (i · n / images)-th of n, one of the
 * windows of the model's size in its middle. Photos smaller than the window are passed over.
 */
final class SeamFigures {
    /** Photos are taken from all over the set, whose neighbours are alike: steps of this share of it (golden section). */
    private static final double STEP = 0.6180339887498949;

    private final @Nullable RealSet real;
    private final List<double[]> painted = new ArrayList<>();
    private final List<double[]> untouched = new ArrayList<>();
    private final List<double[]> others = new ArrayList<>();

    /** @param real null where nothing is to be said of real photos */
    SeamFigures(@Nullable RealSet real) {
        this.real = real;
    }

    /**
     * A figure.
     *
     * @param contour {@code edge} or {@code seam}
     * @param against {@code untouched} or {@code real}
     */
    record Seam(String contour, String against, Separation separation) {}

    void add(Triple triple) {
        PixelMask region = seen(triple, triple.region());
        painted.add(both(triple.seen(triple.image()), region, triple.seam()));
        untouched.add(both(triple.seen(triple.normal()), region, triple.seam()));
        PixelImage other = real == null ? null : photo(real, painted.size(), triple);
        if (other != null) {
            others.add(both(other, region, triple.seam()));
        }
    }

    private static PixelMask seen(Triple triple, PixelMask region) {
        return PixelMask.whereBright(triple.seen(region.toImage()));
    }

    private static double[] both(PixelImage picture, PixelMask region, int seam) {
        return new double[] {Contours.edge(picture, region, seam), Contours.seam(picture, region, seam)};
    }

    private static @Nullable PixelImage photo(RealSet real, int number, Triple triple) {
        int at = (int) (number * STEP % 1 * real.train().size());
        LabelledFile file = real.train().get(at);
        int width = triple.window().width();
        int height = triple.window().height();
        try {
            PixelImage photo = ImageDecoder.decode(file.path(), DecodeLimits.DEFAULT);
            return photo.width() < width || photo.height() < height
                    ? null
                    : photo.crop((photo.width() - width) / 2, (photo.height() - height) / 2, width, height);
        } catch (UnreadableImageException e) {
            throw new InputException("real", "real: " + e.getMessage(), e);
        }
    }

    /** What was found. */
    List<Seam> figures(long seed) {
        List<Seam> figures = new ArrayList<>();
        List<String> contours = List.of("edge", "seam");
        for (int i = 0; i < contours.size(); i++) {
            figures.add(new Seam(
                    contours.get(i), "untouched", Separation.of(column(painted, i), column(untouched, i), seed)));
            if (!others.isEmpty()) {
                figures.add(
                        new Seam(contours.get(i), "real", Separation.of(column(painted, i), column(others, i), seed)));
            }
        }
        return figures;
    }

    private static double[] column(List<double[]> rows, int column) {
        return rows.stream().mapToDouble(row -> row[column]).toArray();
    }
}
