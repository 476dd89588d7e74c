package dev.flawsmith.evaluation.audit;

import dev.flawsmith.image.PixelImage;
import dev.flawsmith.math.FeatureRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** The photos of a self-test, images drawn like them, and their distances. */
public sealed interface SelfTestSource {
    /** Distances of the photos to images drawn by a generator, under every descriptor. */
    List<PhotoDistances> draw(SurrogateKind kind, int count, long seed);

    /** Whether there are such copies and such images of what is compared. */
    boolean bears(CopyTransform transform);

    /** Whether there are such images of what is compared. */
    boolean bears(SurrogateKind kind);

    /** Of feature arrays. */
    static SelfTestSource of(FeatureRows photos, int[] stratum) {
        return new OfFeatures(photos, stratum);
    }

    /** Of images: square, grey, of one size. */
    static SelfTestSource of(List<PixelImage> photos, int[] stratum, List<ViewDescriptor> descriptors) {
        return new OfImages(photos, stratum, descriptors);
    }

    /** Rows as they are. */
    final class OfFeatures implements SelfTestSource {
        private final FeatureRows photos;
        private final Surrogate surrogate;

        private OfFeatures(FeatureRows photos, int[] stratum) {
            this.photos = photos.inMemory();
            float[][] rows = new float[photos.rows()][];
            Arrays.setAll(rows, photos::row);
            surrogate = new Surrogate(rows, stratum);
        }

        @Override
        public List<PhotoDistances> draw(SurrogateKind kind, int count, long seed) {
            return List.of(
                    new FeatureDistances(photos, FeatureRows.of(kind.label(), surrogate.draw(kind, count, seed))));
        }

        @Override
        public boolean bears(CopyTransform transform) {
            return switch (transform) {
                case EXACT, NOISE02, NOISE05, NOISE10 -> true;
                default -> false;
            };
        }

        @Override
        public boolean bears(SurrogateKind kind) {
            return kind != SurrogateKind.BLURRED;
        }
    }

    /** Pixels as rows; photos are described once, when images are first drawn. Not thread-safe. */
    final class OfImages implements SelfTestSource {
        private final List<PixelImage> photos;
        private final int[] stratum;
        private final List<ViewDescriptor> descriptors;
        private final List<ImageDistances> known = new ArrayList<>();
        private @Nullable Surrogate surrogate;

        private OfImages(List<PixelImage> photos, int[] stratum, List<ViewDescriptor> descriptors) {
            this.photos = List.copyOf(photos);
            this.stratum = stratum.clone();
            this.descriptors = List.copyOf(descriptors);
        }

        /** An audit that is no self-test has no use for all this. */
        private Surrogate surrogate() {
            Surrogate made = surrogate;
            if (made == null) {
                made = new Surrogate(photos.stream().map(PixelImage::toFloats).toArray(float[][]::new), stratum);
                List<PixelImage> none = photos.subList(0, 1);
                descriptors.forEach(descriptor -> known.add(new ImageDistances(descriptor, photos, none)));
                surrogate = made;
            }
            return made;
        }

        @Override
        public List<PhotoDistances> draw(SurrogateKind kind, int count, long seed) {
            boolean blurred = kind == SurrogateKind.BLURRED;
            int side = photos.get(0).width();
            float[][] rows = surrogate().draw(blurred ? SurrogateKind.GOOD : kind, count, seed);
            List<PixelImage> images = Arrays.stream(rows)
                    .map(row -> PixelImage.fromFloats(row, 1, side, side))
                    .map(image -> blurred ? CopyTransform.BLUR.apply(image, new SplittableRandom(seed)) : image)
                    .toList();
            return known.stream()
                    .map(distances -> (PhotoDistances) distances.withImages(images))
                    .toList();
        }

        @Override
        public boolean bears(CopyTransform transform) {
            return true;
        }

        @Override
        public boolean bears(SurrogateKind kind) {
            return true;
        }
    }
}
