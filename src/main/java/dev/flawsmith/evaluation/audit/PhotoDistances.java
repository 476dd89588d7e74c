package dev.flawsmith.evaluation.audit;

import dev.flawsmith.memorization.NeighbourTable;

/**
 * Distances under one descriptor between real photos, numbered through train and holdout alike, and images, which are
 * generated ones or photos taken as such. The distance from a photo to an image is one rule, the same for every photo
 * whichever side it is on; where disguises are searched, it is the smallest over the disguises of the photo.
 */
public interface PhotoDistances {
    /** Neighbours that a copy is looked up among: it can change no other photo's nearest image. */
    int COPY_NEIGHBOURS = 64;

    /** What decided the distance, its version included. */
    String descriptor();

    /** Real photos. */
    int photos();

    /** Generated images. */
    int images();

    /** For every photo its nearest generated image. */
    NeighbourTable imagesOfPhotos();

    /** For every photo the k nearest other photos, each taken as an image; k at most {@code photos() - 1}. */
    NeighbourTable photosOfPhotos(int k);

    /** For every generated image the k nearest of some photos. */
    NeighbourTable photosOfImages(int[] photos, int k);

    /** For some photos, taken as images, the k nearest of some photos; itself is left out where it is among them. */
    NeighbourTable photosOfPhotos(int[] queries, int[] photos, int k);

    /**
     * Makes copies of photos, as a generator that memorized them would give, and looks for the k photos nearest to each.
     *
     * @param copied a photo a copy
     * @param transform what happened to them, each in its own way where chance has a part
     * @throws dev.flawsmith.math.FeatureException if there is no such transform of what is compared
     */
    NeighbourTable photosOfCopies(int[] copied, CopyTransform transform, long seed, int k);
}
