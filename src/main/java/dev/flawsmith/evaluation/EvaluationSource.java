package dev.flawsmith.evaluation;

import dev.flawsmith.evaluation.features.ImageSet;
import java.nio.file.Path;

/** One side of an evaluation: images, or features that somebody else made. */
public sealed interface EvaluationSource {
    /** Images of a folder. */
    record Images(ImageSet set) implements EvaluationSource {}

    /** A {@code .npy} array, one row an image. */
    record Array(Path npy) implements EvaluationSource {}
}
