package dev.flawsmith.memorization;

import dev.flawsmith.image.PixelImage;

/**
 * What of an image is compared: a row of numbers whose L2 distance is small where images look alike. Depends on the image
 * alone. Thread-safe.
 */
public interface ImageDescriptor {
    /** Names the protocol and its version, and the network where there is one; rows of two ids cannot be compared. */
    String id();

    /** Length of a row. */
    int dimension();

    /** Describes an image of any size: {@code [dimension]}, finite. */
    float[] describe(PixelImage image);

    /** Describes an image under every {@link ImageSymmetry}: {@code [8][dimension]}, in their order. */
    float[][] describeSymmetries(PixelImage image);

    /**
     * Which side of a comparison is flipped and turned. A copy is found either way; what differs is who pays: {@code true}
     * keeps eight rows of every photo in the index and describes each image that is asked about once, {@code false} keeps
     * one row of every photo and describes each image eight times.
     */
    boolean turnsPhotos();
}
