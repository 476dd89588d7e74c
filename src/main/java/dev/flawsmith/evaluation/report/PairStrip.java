package dev.flawsmith.evaluation.report;

import dev.flawsmith.image.PixelImage;
import dev.flawsmith.memorization.ImageSymmetry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A generated image beside a photo and their difference. The image is turned as it lies nearest to the photo. */
final class PairStrip {
    private PairStrip() {}

    static Section.Strip of(AuditPictures pictures, int image, int photo, String caption) {
        List<Picture> shown = new ArrayList<>();
        PixelImage generated = pictures.image(image);
        PixelImage real = pictures.photo(photo);
        ImageSymmetry turn = turn(generated, real);
        if (generated != null) {
            String turned = turn == ImageSymmetry.IDENTITY
                    ? ""
                    : ", turned: " + turn.name().toLowerCase(Locale.ROOT).replace('_', ' ');
            shown.add(new Picture(turn.apply(generated), "generated: " + pictures.imageName(image) + turned));
        }
        if (real != null) {
            shown.add(new Picture(real, "photo: " + pictures.photoName(photo)));
        }
        if (generated != null && real != null && comparable(generated, real)) {
            shown.add(Picture.difference(
                    turn.apply(generated), real, "generated less photo, × " + Picture.DIFFERENCE_GAIN));
        }
        String names = pictures.imageName(image) + " and " + pictures.photoName(photo) + ": ";
        return new Section.Strip(shown, shown.size() < 2 ? names + caption : caption);
    }

    private static ImageSymmetry turn(@Nullable PixelImage generated, @Nullable PixelImage real) {
        if (generated == null || real == null || !comparable(generated, real)) {
            return ImageSymmetry.IDENTITY;
        }
        ImageSymmetry best = ImageSymmetry.IDENTITY;
        double least = Double.POSITIVE_INFINITY;
        for (ImageSymmetry symmetry : ImageSymmetry.values()) {
            double squares = squares(symmetry.apply(generated), real);
            if (squares < least) {
                least = squares;
                best = symmetry;
            }
        }
        return best;
    }

    private static boolean comparable(PixelImage a, PixelImage b) {
        return a.width() == a.height()
                && a.width() == b.width()
                && a.height() == b.height()
                && a.channels() == b.channels();
    }

    private static double squares(PixelImage a, PixelImage b) {
        byte[] left = a.samples();
        byte[] right = b.samples();
        double sum = 0;
        for (int i = 0; i < left.length; i++) {
            double difference = (left[i] & 0xff) - (right[i] & 0xff);
            sum += difference * difference;
        }
        return sum;
    }
}
