package dev.flawsmith.memorization;

import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.PixelMask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a model remembers of the photos it was trained on, so that its images can be compared with them: descriptors and
 * file hashes, never pixels, and the calibration on the holdout photos. Immutable; thread-safe.
 */
public final class TrainingIndex {
    private final ImageDescriptor descriptor;
    private final List<NearestNeighbours> views;
    private final IndexContents contents;
    private final Calibration calibration;
    /** These three are made when the first photo is drawn on; guarded by this. */
    private double @Nullable [][] trainGrids;

    private double @Nullable [][] holdoutGrids;
    private @Nullable NearestNeighbours holdoutNeighbours;

    TrainingIndex(ImageDescriptor descriptor, IndexContents contents) {
        this.descriptor = descriptor;
        this.contents = contents;
        this.views = views(contents.trainDescriptors());
        this.calibration = Calibration.of(contents.holdoutScores());
    }

    /**
     * Describes every photo and scores the holdout photos against the training photos.
     *
     * @throws IllegalArgumentException if there are fewer than two training photos, or no holdout photo that is not an
     *     exact copy of one
     */
    public static TrainingIndex build(List<IndexedPhoto> photos, ImageDescriptor descriptor) {
        List<IndexedPhoto> train =
                photos.stream().filter(photo -> !photo.holdout()).toList();
        List<IndexedPhoto> holdout =
                photos.stream().filter(IndexedPhoto::holdout).toList();
        if (train.size() < 2 || holdout.isEmpty()) {
            throw new IllegalArgumentException("expected at least 2 training photos and 1 holdout photo, found "
                    + train.size() + " and " + holdout.size());
        }
        float[][][] trainDescriptors =
                descriptor.turnsPhotos() ? turned(train, descriptor) : new float[][][] {describe(train, descriptor)};
        List<NearestNeighbours> views = views(trainDescriptors);
        List<CopyScore> scores = new ArrayList<>();
        for (IndexedPhoto photo : holdout) {
            scores.add(CopyScore.of(rows(photo.image(), descriptor, descriptor.turnsPhotos()), views));
        }
        return new TrainingIndex(
                descriptor,
                new IndexContents(
                        entries(train), trainDescriptors, entries(holdout), describe(holdout, descriptor), scores));
    }

    /**
     * Reads an index of pixel descriptors.
     *
     * @throws IndexException as {@link #read(Path, ImageDescriptor)}
     * @throws IOException if a file cannot be read
     */
    public static TrainingIndex read(Path directory) throws IOException {
        return read(directory, new PixelDescriptor());
    }

    /**
     * Reads an index that {@link #write(Path)} wrote.
     *
     * @param descriptor the one it was made with
     * @throws IndexException if a file is missing or damaged, it was made with another descriptor, or counts disagree
     * @throws IOException if a file cannot be read
     */
    public static TrainingIndex read(Path directory, ImageDescriptor descriptor) throws IOException {
        return new TrainingIndex(descriptor, IndexFiles.read(directory, descriptor.id()));
    }

    /** Writes {@code descriptors.safetensors} and {@code index.json} into a directory, made where it is missing. */
    public void write(Path directory) throws IOException {
        IndexFiles.write(directory, descriptor.id(), contents, calibration);
    }

    /** Scores an image of any size against the training photos. */
    public CopyScore score(PixelImage image) {
        return CopyScore.of(rows(image, descriptor, contents.turned()), views);
    }

    /** An image of any size in the index's descriptor: {@code [dimension]}. */
    public float[] describe(PixelImage image) {
        return descriptor.describe(image);
    }

    /** Whether a part of a picture can be compared with the same part of the photos: by {@link PixelDescriptor} only. */
    public boolean comparesParts() {
        return descriptor instanceof PixelDescriptor;
    }

    /**
     * The photos' part that a mask marks.
     *
     * @throws IllegalStateException unless {@link #comparesParts()}
     * @throws IllegalArgumentException if the part has fewer than {@link PartIndex#FEWEST_CELLS} cells
     */
    public PartIndex part(PixelMask mask) {
        if (!comparesParts()) {
            throw new IllegalStateException("expected descriptors of pixels, found " + descriptorId());
        }
        return new PartIndex(trainGrids(), holdoutGrids(), mask);
    }

    private synchronized NearestNeighbours holdoutNeighbours() {
        if (holdoutNeighbours == null) {
            holdoutNeighbours = new NearestNeighbours(contents.holdoutDescriptors());
        }
        return holdoutNeighbours;
    }

    private synchronized double[][] trainGrids() {
        if (trainGrids == null) {
            trainGrids = grids(contents.trainDescriptors()[0]);
        }
        return trainGrids;
    }

    private synchronized double[][] holdoutGrids() {
        if (holdoutGrids == null) {
            holdoutGrids = grids(contents.holdoutDescriptors());
        }
        return holdoutGrids;
    }

    private static double[][] grids(float[][] descriptors) {
        return Arrays.stream(descriptors).map(GridEstimate::of).toArray(double[][]::new);
    }

    /**
     * The holdout photo that an image is, flipped or turned or not: one that is as near to it as only the same picture is
     * ({@link Calibration#verbatimDistance()}), and nearer than to any training photo, for of those some come as near to a
     * holdout photo. Empty where the descriptor is no {@link PixelDescriptor}.
     */
    public Optional<IndexEntry> holdoutPhoto(PixelImage image) {
        if (!comparesParts()) {
            return Optional.empty();
        }
        NearestNeighbours photos = holdoutNeighbours();
        for (float[] row : descriptor.describeSymmetries(image)) {
            Neighbour nearest = photos.nearest(row, 1).get(0);
            double distance = nearest.distance();
            boolean same = distance == 0 || distance < calibration.verbatimDistance();
            if (same && distance < views.get(0).nearest(row, 1).get(0).distance()) {
                return Optional.of(contents.holdout().get(nearest.index()));
            }
        }
        return Optional.empty();
    }

    /** What the holdout photos allow to be said of a score. */
    public Calibration calibration() {
        return calibration;
    }

    /** The descriptor's protocol and version. */
    public String descriptorId() {
        return descriptor.id();
    }

    /** The training photos; {@link CopyScore#nearest()} counts in it. */
    public List<IndexEntry> train() {
        return contents.train();
    }

    /** The holdout photos. */
    public List<IndexEntry> holdout() {
        return contents.holdout();
    }

    /** The training photos' descriptors, in the order of {@link #train()}: {@code [train][dimension]}; a copy. */
    public float[][] trainDescriptors() {
        return copied(contents.trainDescriptors()[0]);
    }

    /** The holdout photos' descriptors, in the order of {@link #holdout()}: {@code [holdout][dimension]}; a copy. */
    public float[][] holdoutDescriptors() {
        return copied(contents.holdoutDescriptors());
    }

    private static float[][] rows(PixelImage image, ImageDescriptor descriptor, boolean photosAreTurned) {
        return photosAreTurned ? new float[][] {descriptor.describe(image)} : descriptor.describeSymmetries(image);
    }

    private static List<NearestNeighbours> views(float[][][] trainDescriptors) {
        return Arrays.stream(trainDescriptors).map(NearestNeighbours::new).toList();
    }

    /** {@code [8][photos][dimension]}. */
    private static float[][][] turned(List<IndexedPhoto> photos, ImageDescriptor descriptor) {
        float[][][] views = new float[ImageSymmetry.values().length][photos.size()][];
        for (int photo = 0; photo < photos.size(); photo++) {
            float[][] rows = descriptor.describeSymmetries(photos.get(photo).image());
            for (int view = 0; view < views.length; view++) {
                views[view][photo] = rows[view];
            }
        }
        return views;
    }

    private static float[][] copied(float[][] rows) {
        return Arrays.stream(rows).map(float[]::clone).toArray(float[][]::new);
    }

    private static float[][] describe(List<IndexedPhoto> photos, ImageDescriptor descriptor) {
        return photos.stream().map(photo -> descriptor.describe(photo.image())).toArray(float[][]::new);
    }

    private static List<IndexEntry> entries(List<IndexedPhoto> photos) {
        return photos.stream()
                .map(photo -> new IndexEntry(photo.file(), photo.className(), photo.sha256()))
                .toList();
    }
}
