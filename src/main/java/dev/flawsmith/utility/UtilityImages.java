package dev.flawsmith.utility;

import dev.flawsmith.dataset.DatasetException;
import dev.flawsmith.dataset.Photo;
import dev.flawsmith.dataset.PhotoSet;
import dev.flawsmith.dataset.Split;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Every image of a study. It cannot be made with a photo of test, or a near-duplicate of one, among what classifiers or the
 * choice of a ratio learn from.
 *
 * @param size height and width of all images
 * @param classes class names, in the order of all indices
 * @param train photos that draws are taken from
 * @param holdout photos that may choose a ratio
 * @param test photos that judge
 * @param draws real photos of each draw
 * @param ruleBased images drawn by rule, the same for every draw; null for none
 * @param synthetic a generator's images by draw; null for none
 */
public record UtilityImages(
        int size,
        List<String> classes,
        List<Photo> train,
        List<Photo> holdout,
        List<Photo> test,
        List<RealDraw> draws,
        @Nullable SyntheticImages ruleBased,
        @Nullable List<SyntheticImages> synthetic) {
    public UtilityImages {
        classes = List.copyOf(classes);
        train = List.copyOf(train);
        holdout = List.copyOf(holdout);
        test = List.copyOf(test);
        draws = List.copyOf(draws);
        synthetic = synthetic == null ? null : List.copyOf(synthetic);
        if (synthetic != null && synthetic.size() != draws.size()) {
            throw new IllegalArgumentException(
                    "expected synthetic images of " + draws.size() + " draws, found " + synthetic.size());
        }
        for (int c = 0; c < classes.size(); c++) {
            int wanted = c;
            if (test.stream().noneMatch(p -> p.classIndex() == wanted)) {
                throw new DatasetException("expected test photos of every class, found none of " + classes.get(c));
            }
        }
        List<Photo> learnt = new ArrayList<>(train);
        learnt.addAll(holdout);
        draws.forEach(draw -> {
            learnt.addAll(draw.real());
            learnt.addAll(draw.unused());
        });
        int real = learnt.size();
        if (ruleBased != null) {
            learnt.addAll(ruleBased.all());
        }
        if (synthetic != null) {
            synthetic.forEach(images -> learnt.addAll(images.all()));
        }
        requireNoneOf(test, learnt);
        if (synthetic != null) {
            synthetic.forEach(images -> requireMade(images.all(), learnt.subList(0, real)));
        }
    }

    /**
     * The real side of a study.
     *
     * @param photos square, grey, all of one size, with splits
     * @throws DatasetException if a split is empty where it is needed, or if test leaks into the others
     * @throws IllegalArgumentException if a class has fewer photos than a draw takes
     */
    public static UtilityImages real(PhotoSet photos, UtilityPlan plan) {
        if (photos.photos().stream().anyMatch(p -> p.file().split() == null)) {
            throw new DatasetException(
                    "expected photos with a splits.csv (train is drawn from, test judges), found none");
        }
        List<Photo> train = of(photos, Split.TRAIN);
        List<Photo> holdout = of(photos, Split.HOLDOUT);
        List<Photo> test = of(photos, Split.TEST);
        if (train.isEmpty() || test.isEmpty()) {
            throw new DatasetException(
                    "expected photos of train and test in splits.csv, found " + train.size() + " and " + test.size());
        }
        List<RealDraw> draws = IntStream.range(0, plan.draws())
                .mapToObj(d -> RealDraw.of(train, photos.classes(), plan.perClass(), plan.seed(), d))
                .toList();
        int size = photos.photos().get(0).image().width();
        return new UtilityImages(size, photos.classes(), train, holdout, test, draws, null, null);
    }

    /** The same with images that were made. */
    public UtilityImages with(@Nullable SyntheticImages drawnByRule, @Nullable List<SyntheticImages> generated) {
        return new UtilityImages(size, classes, train, holdout, test, draws, drawnByRule, generated);
    }

    /** Photos that choose among the ratios for a draw. */
    List<Photo> choosing(RealDraw draw, UtilityPlan.ChoiceRows rows) {
        return rows == UtilityPlan.ChoiceRows.UNUSED ? draw.unused() : holdout;
    }

    private static List<Photo> of(PhotoSet set, Split split) {
        return set.photos().stream().filter(p -> p.file().split() == split).toList();
    }

    /** Images that are said to be made are no real photos: a dataset of augment with include has those among its images. */
    private static void requireMade(List<Photo> made, List<Photo> real) {
        Set<ByteBuffer> pixels = new HashSet<>();
        real.forEach(photo -> pixels.add(ByteBuffer.wrap(photo.image().samples())));
        for (Photo photo : made) {
            if (pixels.contains(ByteBuffer.wrap(photo.image().samples()))) {
                throw new DatasetException("expected synthetic images only, found the pixels of a real photo in "
                        + photo.file().path() + ": make the dataset without include");
            }
        }
    }

    /** Compared by near-duplicate group and by pixels. */
    private static void requireNoneOf(List<Photo> test, List<Photo> learnt) {
        Set<String> groups = new HashSet<>();
        Set<Integer> hashes = new HashSet<>();
        for (Photo photo : test) {
            String group = photo.file().duplicateGroup();
            if (group != null) {
                groups.add(group);
            }
            hashes.add(Arrays.hashCode(photo.image().samples()));
        }
        for (Photo photo : learnt) {
            byte[] samples = photo.image().samples();
            boolean same = hashes.contains(Arrays.hashCode(samples))
                    && test.stream().anyMatch(t -> Arrays.equals(t.image().samples(), samples));
            String group = photo.file().duplicateGroup();
            if (same || (group != null && groups.contains(group))) {
                throw new DatasetException("expected no photo of test, nor a near-duplicate, among the images to learn"
                        + " or choose from, found " + photo.file().path());
            }
        }
    }
}
