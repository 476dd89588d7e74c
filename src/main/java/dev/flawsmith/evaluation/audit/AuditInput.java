package dev.flawsmith.evaluation.audit;

import dev.flawsmith.math.FeatureException;
import java.util.List;

/**
 * What is audited.
 *
 * @param photos the pool, in the order of the distances' photos; at least two of train and one of holdout
 * @param images names of the generated images, in the order of the distances' images; at least two
 * @param descriptors one or more; the first also decides which photo an image is nearest to
 * @param duplicates groups of near-duplicate photos, every photo in one, as {@link NearDuplicates} finds them
 */
public record AuditInput(
        List<RealPhoto> photos, List<String> images, List<PhotoDistances> descriptors, List<List<Integer>> duplicates) {
    public AuditInput {
        photos = List.copyOf(photos);
        images = List.copyOf(images);
        descriptors = List.copyOf(descriptors);
        duplicates = duplicates.stream().map(List::copyOf).toList();
        if (descriptors.isEmpty()) {
            throw new FeatureException("expected at least one descriptor, found none");
        }
        long train = photos.stream().filter(RealPhoto::train).count();
        requireTwo("train", train);
        requireTwo("holdout", photos.size() - train);
        requireTwo("synthetic", images.size());
        for (PhotoDistances distances : descriptors) {
            if (distances.photos() != photos.size() || distances.images() != images.size()) {
                throw new FeatureException(distances.descriptor() + ": expected distances of " + photos.size()
                        + " photos and " + images.size() + " images, found " + distances.photos() + " and "
                        + distances.images());
            }
        }
        if (duplicates.stream().mapToInt(List::size).sum() != photos.size()) {
            throw new FeatureException("expected every photo in one group of duplicates");
        }
    }

    private static void requireTwo(String side, long count) {
        if (count < 2) {
            throw new FeatureException(side + ": expected at least 2, found " + count);
        }
    }
}
