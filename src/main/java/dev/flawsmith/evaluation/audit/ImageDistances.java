package dev.flawsmith.evaluation.audit;

import dev.flawsmith.image.PixelImage;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Distances of images under one descriptor, disguises searched. Real photos are compared with one another by the same
 * search as with generated images. An altered copy is a JPEG of quality 50 of the photo, with noise of 2 %.
 */
public final class ImageDistances implements PhotoDistances {
    private final List<PixelImage> photos;
    private final PhotoViews views;
    private final DistanceMatrix toPhotos;
    private final DistanceMatrix toImages;

    /**
     * Measures all pairs: {@code photos * (photos + images)} distances are kept, 8 bytes each.
     *
     * @param photos square, grey, of one size
     * @param images likewise
     */
    public ImageDistances(ImageDescriptor descriptor, List<PixelImage> photos, List<PixelImage> images) {
        this.photos = List.copyOf(photos);
        views = new PhotoViews(descriptor, this.photos);
        toPhotos = views.distancesTo(this.photos);
        toImages = views.distancesTo(images);
    }

    @Override
    public String descriptor() {
        return views.descriptor().id();
    }

    @Override
    public int photos() {
        return photos.size();
    }

    @Override
    public int images() {
        return toImages.images();
    }

    @Override
    public NearestTable imagesOfPhotos() {
        return toImages.imagesOfPhotos();
    }

    @Override
    public NearestTable photosOfPhotos(int k) {
        return toPhotos.imagesOfPhotosButOwn(k);
    }

    @Override
    public NearestTable photosOfImages(int[] chosen, int k) {
        return toImages.photosOfImages(IntStream.range(0, images()).toArray(), chosen, k, false);
    }

    @Override
    public NearestTable photosOfPhotos(int[] queries, int[] chosen, int k) {
        return toPhotos.photosOfImages(queries, chosen, k, true);
    }

    @Override
    public NearestTable photosOfCopies(int[] copied, boolean altered, long seed, int k) {
        SplittableRandom random = new SplittableRandom(seed);
        List<PixelImage> copies = IntStream.of(copied)
                .mapToObj(photos::get)
                .map(photo -> altered ? altered(photo, random) : photo)
                .toList();
        int[] all = IntStream.range(0, photos.size()).toArray();
        return views.distancesTo(copies)
                .photosOfImages(IntStream.range(0, copied.length).toArray(), all, k, false);
    }

    private static PixelImage altered(PixelImage photo, SplittableRandom random) {
        return CopyTransform.NOISE02.apply(CopyTransform.JPEG50.apply(photo, random), random);
    }
}
