package dev.flawsmith.model;

import dev.flawsmith.image.PixelImage;
import java.util.List;

/** Images in, a probability for every class out. What it makes of an image depends on that image alone. Thread-safe. */
public interface ImageClassifier extends AutoCloseable {
    /** Class names, in the order of the probabilities. */
    List<String> classes();

    /** What images are brought to before the network sees them. */
    ImageShape inputShape();

    /**
     * Classifies images of any size.
     *
     * @param images may be none
     * @return {@code [images][classes]}; each row in [0, 1] and of sum 1
     */
    float[][] probabilities(List<PixelImage> images);

    /** Hash of its weights. */
    String sha256();

    /** Frees native memory, where there is any. */
    @Override
    void close();
}
