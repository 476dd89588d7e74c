package dev.flawsmith.cli;

import dev.flawsmith.dataset.DuplicateGroups;
import dev.flawsmith.dataset.LabelledFile;
import dev.flawsmith.dataset.Split;
import dev.flawsmith.dataset.SplitsFile;
import dev.flawsmith.evaluation.audit.AuditInput;
import dev.flawsmith.evaluation.audit.FeatureDistances;
import dev.flawsmith.evaluation.audit.ImageDistances;
import dev.flawsmith.evaluation.audit.NearDuplicates;
import dev.flawsmith.evaluation.audit.PhotoDistances;
import dev.flawsmith.evaluation.audit.RealPhoto;
import dev.flawsmith.evaluation.audit.SelfTestSource;
import dev.flawsmith.evaluation.audit.ViewDescriptor;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.math.FeatureRows;
import dev.flawsmith.math.NpyFile;
import dev.flawsmith.model.FeatureEncoder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What an audit's options name, opened: three folders or three feature arrays. */
final class AuditSets implements AutoCloseable {
    private final boolean arrays;
    private final List<RealPhoto> photos;
    private final List<String> images;
    private final List<List<Integer>> duplicates;
    private final List<PhotoDistances> distances;
    private final SelfTestSource source;
    private final AuditPixels pixels;
    private final @Nullable FeatureEncoder encoder;

    private AuditSets(
            boolean arrays,
            List<RealPhoto> photos,
            List<String> images,
            List<List<Integer>> duplicates,
            List<PhotoDistances> distances,
            SelfTestSource source,
            AuditPixels pixels,
            @Nullable FeatureEncoder encoder) {
        this.arrays = arrays;
        this.photos = photos;
        this.images = images;
        this.duplicates = duplicates;
        this.distances = distances;
        this.source = source;
        this.pixels = pixels;
        this.encoder = encoder;
    }

    /**
     * What was typed.
     *
     * @param synthetic null for a self-test
     * @param trainSplit null for all of the folder
     * @param holdoutSplit likewise
     */
    record Order(
            Path train,
            Path holdout,
            @Nullable Path synthetic,
            @Nullable Split trainSplit,
            @Nullable Split holdoutSplit) {
        /** The same, unless a split is asked of an array, which has none. */
        Order checked() {
            if (isArray(train) && trainSplit != null) {
                throw new InputException(
                        "train-split", "train-split: expected with a folder only, found the array " + train);
            }
            if (isArray(holdout) && holdoutSplit != null) {
                throw new InputException(
                        "holdout-split", "holdout-split: expected with a folder only, found the array " + holdout);
            }
            return this;
        }

        /** The same, with the splits that one folder for both sides has. */
        Order resolved(PrintWriter err) {
            if (!same(train, holdout)) {
                return this;
            }
            if (isArray(train) || !Files.isRegularFile(train.resolve(SplitsFile.NAME))) {
                if (trainSplit == null || holdoutSplit == null) {
                    err.println("warning: train and holdout are the same, " + train + ", without a " + SplitsFile.NAME);
                }
                return this;
            }
            Split first = trainSplit == null ? Split.TRAIN : trainSplit;
            Split second = holdoutSplit == null ? Split.HOLDOUT : holdoutSplit;
            err.println("train and holdout are both " + train + ": by its " + SplitsFile.NAME + ", train is the split "
                    + first.label() + ", holdout the split " + second.label());
            return new Order(train, holdout, synthetic, first, second);
        }
    }

    static boolean isArray(Path path) {
        return path.toString().endsWith(".npy");
    }

    private static boolean same(Path a, Path b) {
        try {
            return Files.isSameFile(a, b);
        } catch (IOException e) { // one is missing, which is said where it is opened
            return false;
        }
    }

    /** Opens them; what is odd is told on {@code err}. The caller closes them. */
    static AuditSets open(Order typed, PrintWriter err) {
        Order order = typed.checked().resolved(err);
        Path synthetic = order.synthetic();
        if (synthetic != null) {
            for (Path real : List.of(order.train(), order.holdout())) {
                if (same(real, synthetic)) {
                    err.println("warning: synthetic is the same as a set of real images, " + synthetic);
                    break;
                }
            }
        }
        long arrays = Stream.of(order.train(), order.holdout(), synthetic == null ? order.train() : synthetic)
                .filter(AuditSets::isArray)
                .count();
        if (arrays != 0 && arrays != 3) {
            throw new InputException(
                    "synthetic", "expected folders of images, or .npy feature arrays, for all sets, found both");
        }
        return arrays == 0 ? folders(order, err) : arrays(order, err);
    }

    private static AuditSets arrays(Order order, PrintWriter err) {
        try (NpyFile train = NpyFile.open(order.train());
                NpyFile holdout = NpyFile.open(order.holdout());
                NpyFile synthetic = NpyFile.open(order.synthetic() == null ? order.train() : order.synthetic())) {
            FeatureRows.requireSameColumns(train, holdout);
            FeatureRows pool =
                    FeatureRows.concatenate("train and holdout", train, holdout).inMemory();
            List<RealPhoto> photos = IntStream.range(0, pool.rows())
                    .mapToObj(i -> new RealPhoto(
                            Integer.toString(i < train.rows() ? i : i - train.rows()), "", i < train.rows()))
                    .toList();
            FeatureDistances distances = new FeatureDistances(pool, synthetic.inMemory());
            List<List<Integer>> duplicates = NearDuplicates.find(distances, List.of());
            AuditSets sets = new AuditSets(
                    true,
                    photos,
                    IntStream.range(0, synthetic.rows())
                            .mapToObj(Integer::toString)
                            .toList(),
                    duplicates,
                    List.of(distances),
                    SelfTestSource.of(pool, new int[pool.rows()]),
                    AuditPixels.NONE,
                    null);
            sets.warnOfOverlap(err);
            return sets;
        }
    }

    private static AuditSets folders(Order order, PrintWriter err) {
        AuditPhotos train = AuditPhotos.load("train", order.train(), order.trainSplit(), err);
        AuditPhotos holdout = AuditPhotos.load("holdout", order.holdout(), order.holdoutSplit(), err);
        List<PixelImage> pool = new ArrayList<>(train.images());
        pool.addAll(holdout.images());
        List<LabelledFile> files = new ArrayList<>(train.files());
        files.addAll(holdout.files());
        boolean classes = files.stream().allMatch(file -> file.name().contains("/"));
        List<RealPhoto> photos = IntStream.range(0, files.size())
                .mapToObj(i -> new RealPhoto(
                        files.get(i).path().toString(),
                        classes ? files.get(i).className() : "",
                        i < train.files().size()))
                .toList();
        List<PixelImage> images = List.of();
        List<String> names = List.of();
        if (order.synthetic() != null) {
            AuditPhotos synthetic = AuditPhotos.load("synthetic", order.synthetic(), null, err);
            images = synthetic.images();
            names = synthetic.files().stream()
                    .map(file -> file.path().toString())
                    .toList();
        }
        FeatureEncoder encoder = Encoders.open(Encoders.DEFAULT);
        try {
            return ofImages(photos, files, pool, names, images, encoder, err);
        } catch (RuntimeException e) {
            encoder.close();
            throw e;
        }
    }

    private static AuditSets ofImages(
            List<RealPhoto> photos,
            List<LabelledFile> files,
            List<PixelImage> pool,
            List<String> names,
            List<PixelImage> images,
            FeatureEncoder encoder,
            PrintWriter err) {
        List<ViewDescriptor> descriptors = AuditDescriptors.all(encoder);
        List<List<Integer>> given = new ArrayList<>(
                DuplicateGroups.find(pool, DuplicateGroups.DEFAULT_CORRELATION).groups());
        Map<String, List<Integer>> frozen = new LinkedHashMap<>();
        for (int i = 0; i < files.size(); i++) {
            String group = files.get(i).duplicateGroup();
            if (group != null && !group.isEmpty()) {
                frozen.computeIfAbsent(group, g -> new ArrayList<>()).add(i);
            }
        }
        given.addAll(frozen.values());
        List<PhotoDistances> distances = new ArrayList<>();
        descriptors.forEach(
                d -> distances.add(new ImageDistances(d, pool, images.isEmpty() ? pool.subList(0, 1) : images)));
        Map<String, Integer> numbers = new LinkedHashMap<>();
        int[] stratum = photos.stream()
                .mapToInt(photo -> numbers.computeIfAbsent(photo.className(), name -> numbers.size()))
                .toArray();
        AuditSets sets = new AuditSets(
                false,
                photos,
                names,
                NearDuplicates.find(distances.get(0), given),
                distances,
                SelfTestSource.of(pool, stratum, descriptors),
                new AuditPixels(pool, images),
                encoder);
        sets.warnOfOverlap(err);
        return sets;
    }

    private void warnOfOverlap(PrintWriter err) {
        List<String> overlapping = duplicates.stream()
                .filter(group -> group.stream()
                                .map(i -> photos.get(i).train())
                                .distinct()
                                .count()
                        > 1)
                .flatMap(List::stream)
                .map(i -> side(photos.get(i)) + " " + photos.get(i).name())
                .toList();
        if (!overlapping.isEmpty()) {
            err.println("warning: train and holdout share near-duplicates, which are left out of both: "
                    + AuditPhotos.some(overlapping));
        }
    }

    private static String side(RealPhoto photo) {
        return photo.train() ? "train" : "holdout";
    }

    /** Frees what images were compared by. */
    @Override
    public void close() {
        if (encoder != null) {
            encoder.close();
        }
    }

    boolean arrays() {
        return arrays;
    }

    List<RealPhoto> photos() {
        return photos;
    }

    List<String> images() {
        return images;
    }

    List<List<Integer>> duplicates() {
        return duplicates;
    }

    /** What was compared, for eyes; nothing where arrays were given. */
    AuditPixels pixels() {
        return pixels;
    }

    SelfTestSource source() {
        return source;
    }

    AuditInput input() {
        return new AuditInput(photos, images, distances, duplicates);
    }
}
