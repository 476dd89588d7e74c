package dev.flawsmith.augmentation;

import dev.flawsmith.dataset.StructureTensor;
import dev.flawsmith.image.Colour;
import dev.flawsmith.image.PixelImage;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Measures the attributes of an image. */
final class ImageMeasures {
    private static final double RIGHT_ANGLE = 90;

    private ImageMeasures() {}

    /** @param mask 255 where the defect is; null where it is not known: the area is then left out */
    static Map<Attribute, Double> of(PixelImage image, @Nullable PixelImage mask) {
        PixelImage grey = Colour.toGrey(image);
        byte[] samples = grey.samples();
        double sum = 0;
        double squares = 0;
        for (byte sample : samples) {
            double v = sample & 0xff;
            sum += v;
            squares += v * v;
        }
        double mean = sum / samples.length;
        Map<Attribute, Double> measured = new EnumMap<>(Attribute.class);
        measured.put(Attribute.BRIGHTNESS, rounded(mean));
        measured.put(Attribute.CONTRAST, rounded(Math.sqrt(Math.max(0, squares / samples.length - mean * mean))));
        double degrees = StructureTensor.of(grey).lineDegrees();
        measured.put(Attribute.ORIENTATION, rounded(degrees > RIGHT_ANGLE ? 2 * RIGHT_ANGLE - degrees : degrees));
        if (mask != null) {
            int marked = 0;
            for (byte sample : mask.samples()) {
                marked += sample == 0 ? 0 : 1;
            }
            measured.put(Attribute.DEFECT_AREA, (double) marked / mask.samples().length);
        }
        return measured;
    }

    private static double rounded(double value) {
        return Math.round(value * 1e4) / 1e4;
    }
}
