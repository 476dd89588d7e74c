package dev.flawsmith.model;

import dev.flawsmith.image.PixelImage;
import java.util.List;

/**
 * Images in, features out. What an encoder makes of an image depends on that image alone. Features of two encoders, or of
 * one encoder under two protocols (how an image becomes the network's input), cannot be compared. Thread-safe.
 */
public interface FeatureEncoder extends AutoCloseable {
    /** What users call it, such as {@code pixel} or {@code encoder-surface}. */
    String name();

    /** How an image becomes the network's input, its version included, such as {@code clean/1}. */
    String protocol();

    /** Content hash of whatever decides the features: the network's file, or the protocol's name where there is none. */
    String sha256();

    /** Numbers a feature. */
    int dimension();

    /**
     * Encodes images of any size.
     *
     * @param images at least one
     * @return {@code [images][dimension]}, finite
     */
    float[][] encode(List<PixelImage> images);

    /** Frees native memory, where there is any. */
    @Override
    void close();
}
