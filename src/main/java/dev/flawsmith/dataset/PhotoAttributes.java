package dev.flawsmith.dataset;

import dev.flawsmith.image.Colour;
import dev.flawsmith.image.PixelImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What can be said of a photo from its grey values alone, in words that fit into a caption.
 *
 * @param brightness {@code dark}, {@code medium} or {@code bright}: the mean, by thirds of all photos measured
 * @param contrast {@code faint}, {@code clear} or {@code strong}: the standard deviation, by thirds of its class
 * @param orientation {@code vertical} or {@code horizontal}: the direction along the lines, within
 *     {@value #MAX_DEGREES} degrees, where the structure tensor's coherence is at least {@value #MIN_COHERENCE}; else
 *     empty
 */
public record PhotoAttributes(String brightness, String contrast, String orientation) {
    static final double MIN_COHERENCE = 0.25;
    static final double MAX_DEGREES = 22.5;

    private static final List<String> BRIGHTNESS = List.of("dark", "medium", "bright");
    private static final List<String> CONTRAST = List.of("faint", "clear", "strong");

    private record Spread(double mean, double deviation) {}

    /**
     * Measures photos against one another: give it the training photos together.
     *
     * @return one for each photo, in order; where all photos of a comparison are alike, {@code medium} and {@code clear}
     */
    public static List<PhotoAttributes> measure(List<Photo> photos) {
        List<PixelImage> greys =
                photos.stream().map(photo -> Colour.toGrey(photo.image())).toList();
        List<Spread> spreads = greys.stream().map(PhotoAttributes::spread).toList();
        Thirds brightness = Thirds.of(spreads.stream().map(Spread::mean).toList());
        Map<Integer, List<Double>> deviations = new TreeMap<>();
        for (int i = 0; i < photos.size(); i++) {
            deviations
                    .computeIfAbsent(photos.get(i).classIndex(), index -> new ArrayList<>())
                    .add(spreads.get(i).deviation());
        }
        Map<Integer, Thirds> contrast = new TreeMap<>();
        deviations.forEach((index, values) -> contrast.put(index, Thirds.of(values)));
        List<PhotoAttributes> attributes = new ArrayList<>();
        for (int i = 0; i < photos.size(); i++) {
            Thirds ofClass = contrast.getOrDefault(photos.get(i).classIndex(), Thirds.NONE);
            attributes.add(new PhotoAttributes(
                    brightness.name(spreads.get(i).mean(), BRIGHTNESS),
                    ofClass.name(spreads.get(i).deviation(), CONTRAST),
                    orientation(greys.get(i))));
        }
        return List.copyOf(attributes);
    }

    private static String orientation(PixelImage grey) {
        StructureTensor tensor = StructureTensor.of(grey);
        if (tensor.coherence() < MIN_COHERENCE) {
            return "";
        }
        double fromVertical = Math.abs(tensor.lineDegrees() - 90);
        if (fromVertical <= MAX_DEGREES) {
            return "vertical";
        }
        return fromVertical >= 90 - MAX_DEGREES ? "horizontal" : "";
    }

    private static Spread spread(PixelImage grey) {
        double sum = 0;
        double squares = 0;
        byte[] samples = grey.samples();
        for (byte sample : samples) {
            int value = sample & 0xff;
            sum += value;
            squares += (double) value * value;
        }
        double mean = sum / samples.length;
        return new Spread(mean, Math.sqrt(Math.max(0, squares / samples.length - mean * mean)));
    }

    /** The values at one third and two thirds of a sorted list, interpolated. */
    private record Thirds(double lower, double upper) {
        static final Thirds NONE = new Thirds(0, 0);

        static Thirds of(List<Double> values) {
            List<Double> sorted = values.stream().sorted().toList();
            return sorted.isEmpty() ? NONE : new Thirds(quantile(sorted, 1), quantile(sorted, 2));
        }

        private static double quantile(List<Double> sorted, int third) {
            double position = (sorted.size() - 1) * third / 3.0;
            int index = (int) position;
            double low = sorted.get(index);
            double high = sorted.get(Math.min(index + 1, sorted.size() - 1));
            return low + (position - index) * (high - low);
        }

        String name(double value, List<String> names) {
            return names.get(value < lower ? 0 : value > upper ? 2 : 1);
        }
    }
}
