package dev.flawsmith.cli;

import dev.flawsmith.augmentation.PaintedDataset.Triple;
import dev.flawsmith.augmentation.RealSet;
import dev.flawsmith.dataset.LabelledFile;
import dev.flawsmith.evaluation.painting.Contours;
import dev.flawsmith.evaluation.painting.Separation;
import dev.flawsmith.image.AreaResize;
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
 * the photos that they were painted onto, each with its own, and from real photos: image i (from 1) with that at the fraction
 * of {@code i} · 0.618… of their list, cut to the middle of the model's proportions and shrunk to its size by area, as it is for
 * training. Photos with fewer pixels are passed over.
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
        return new double[] {Contours.edge(picture, region), Contours.seam(picture, region, seam)};
    }

    private static @Nullable PixelImage photo(RealSet real, int number, Triple triple) {
        int at = (int) (number * STEP % 1 * real.train().size());
        LabelledFile file = real.train().get(at);
        int width = triple.window().width();
        int height = triple.window().height();
        try {
            PixelImage photo = ImageDecoder.decode(file.path(), DecodeLimits.DEFAULT);
            if (photo.width() < width || photo.height() < height) {
                return null;
            }
            double scale = Math.min((double) photo.width() / width, (double) photo.height() / height);
            int wide = (int) Math.round(scale * width);
            int high = (int) Math.round(scale * height);
            PixelImage middle = photo.crop((photo.width() - wide) / 2, (photo.height() - high) / 2, wide, high);
            return AreaResize.resize(middle, width, height);
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
                    contours.get(i), "untouched", Separation.ofPairs(column(painted, i), column(untouched, i), seed)));
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
