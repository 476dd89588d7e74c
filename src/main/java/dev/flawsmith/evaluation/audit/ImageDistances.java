package dev.flawsmith.evaluation.audit;

import dev.flawsmith.image.PixelImage;
import dev.flawsmith.memorization.NeighbourTable;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Distances of images under one descriptor, disguises searched. Real photos are compared with one another by the same
 * search as with generated images.
 */
public final class ImageDistances implements PhotoDistances {
    private final List<PixelImage> photos;
    private final List<PixelImage> images;
    private final PhotoViews views;
    private final DistanceMatrix toPhotos;
    private final DistanceMatrix toImages;

    /**
     * Measures all pairs: {@code photos * (photos + images)} distances are kept, 8 bytes each.
     *
     * @param photos square, grey, of one size
     * @param images likewise
     */
    public ImageDistances(ViewDescriptor descriptor, List<PixelImage> photos, List<PixelImage> images) {
        this.photos = List.copyOf(photos);
        this.images = List.copyOf(images);
        views = new PhotoViews(descriptor, this.photos);
        toPhotos = views.distancesTo(this.photos);
        toImages = views.distancesTo(this.images);
    }

    private ImageDistances(ImageDistances others, List<PixelImage> images) {
        photos = others.photos;
        this.images = List.copyOf(images);
        views = others.views;
        toPhotos = others.toPhotos;
        toImages = views.distancesTo(this.images);
    }

    /** The same photos and other images; what is known of the photos is kept. */
    ImageDistances withImages(List<PixelImage> others) {
        return new ImageDistances(this, others);
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
    public NeighbourTable imagesOfPhotos() {
        return toImages.imagesOfPhotos();
    }

    @Override
    public NeighbourTable photosOfPhotos(int k) {
        return toPhotos.imagesOfPhotosButOwn(k);
    }

    @Override
    public NeighbourTable photosOfImages(int[] chosen, int k) {
        return toImages.photosOfImages(IntStream.range(0, images()).toArray(), chosen, k, false);
    }

    @Override
    public NeighbourTable photosOfPhotos(int[] queries, int[] chosen, int k) {
        return toPhotos.photosOfImages(queries, chosen, k, true);
    }

    @Override
    public NeighbourTable photosOfCopies(int[] copied, CopyTransform transform, long seed, int k) {
        SplittableRandom random = new SplittableRandom(seed);
        List<PixelImage> copies = IntStream.of(copied)
                .mapToObj(photos::get)
                .map(photo -> transform.into(images.get(random.nextInt(images.size())), photo, random))
                .toList();
        int[] all = IntStream.range(0, photos.size()).toArray();
        return views.distancesTo(copies)
                .photosOfImages(IntStream.range(0, copied.length).toArray(), all, k, false);
    }
}
