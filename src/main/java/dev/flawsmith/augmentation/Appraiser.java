package dev.flawsmith.augmentation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Measures finished images against the reference photos; what evaluation gives to whoever wires it. */
public interface Appraiser {
    /**
     * The Fréchet distance to the reference.
     *
     * @param value of these images
     * @param limit what it would be with images without end, as far as can be told from these; for judging a set early
     * @param spread half the width of the value's 95 % interval; NaN where none was estimated
     */
    record Distance(double value, double limit, double spread) {}

    /**
     * Figures for the dataset card.
     *
     * @param figures for machines: what JSON can hold
     * @param markdown for people, a section with its own heading
     */
    record Section(String name, Map<String, Object> figures, String markdown) {}

    /**
     * Measures the distance of synthetic images.
     *
     * @param images PNG files below the folder, {@code <class>/<name>}
     * @param encoder null takes the default one
     */
    Distance distance(Path folder, List<String> images, @Nullable String encoder) throws IOException;

    /** Fidelity and audit of synthetic images, as far as the reference allows. */
    List<Section> sections(Path folder, List<String> images) throws IOException;
}
