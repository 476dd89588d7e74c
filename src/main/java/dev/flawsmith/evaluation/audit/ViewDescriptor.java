package dev.flawsmith.evaluation.audit;

import dev.flawsmith.image.PixelImage;

/**
 * What is compared of images: one vector a position, so that a part of an image can be compared with the same part of a
 * photo; and of a photo, at every position, one vector for each disguise in which an image might be a copy of it. The
 * distance from a photo to an image is the smallest over positions and disguises. Stateless; thread-safe.
 */
public interface ViewDescriptor {
    /** Name and version: distances of two of them cannot be compared. */
    String id();

    /** Places that are compared, each by itself; 1 where the whole is. */
    int positions();

    /** Disguises of a photo at a position; the first is none. */
    int disguises();

    /** Numbers a vector. */
    int dimension();

    /** An image as it is: {@code [positions][dimension]}, row-major. */
    float[] describe(PixelImage image);

    /** A photo in every disguise: {@code [positions][disguises][dimension]}, row-major; disguise 0 equals {@link #describe}. */
    float[] disguise(PixelImage photo);

    /**
     * How much of an image's vector is picture and not noise, if that was measured: where it is less than 1, distances to
     * the image are those to what it shows (see {@link SignalShare}).
     */
    default SignalShare signal(PixelImage image) {
        return SignalShare.WHOLE;
    }
}
