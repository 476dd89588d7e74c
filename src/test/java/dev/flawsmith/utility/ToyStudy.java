package dev.flawsmith.utility;

import dev.flawsmith.dataset.LabelledFile;
import dev.flawsmith.dataset.Photo;
import dev.flawsmith.dataset.PhotoSet;
import dev.flawsmith.dataset.Split;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.model.ClassifierShape;
import dev.flawsmith.training.classifier.ClassifierConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Photos drawn for tests, and a study of them that takes seconds. */
final class ToyStudy {
    static final int SIZE = 16;
    static final List<String> CLASSES = List.of("spot", "stripe");
    static final ClassifierShape SHAPE = new ClassifierShape(1, SIZE, 1, List.of(8, 8), 2);
    static final ClassifierConfig RECIPE = new ClassifierConfig(4, 8, 5e-3, 1, 0.01, 0.1, true, true, 1);

    private ToyStudy() {}

    static UtilityPlan plan(int seeds) {
        return new UtilityPlan(2, 2, seeds, List.of(0.5, 1.0), UtilityPlan.ChoiceRows.UNUSED, RECIPE, 9);
    }

    /** A spot or a stripe of random place and tone; no other seed gives the same pixels. */
    static Photo photo(int classIndex, long seed, @Nullable Split split, @Nullable String group) {
        Random random = new Random(seed);
        int across = 3 + random.nextInt(10);
        int along = 3 + random.nextInt(10);
        byte[] samples = new byte[SIZE * SIZE];
        for (int p = 0; p < samples.length; p++) {
            boolean near = Math.abs(p % SIZE - across) < 2;
            boolean dark = classIndex == 1 ? near : near && Math.abs(Math.floorDiv(p, SIZE) - along) < 2;
            samples[p] = (byte) ((dark ? 60 : 150) + random.nextInt(40));
        }
        String className = CLASSES.get(classIndex);
        String name = className + "/" + seed + ".png";
        LabelledFile file = new LabelledFile(Path.of(name), name, className, split, group);
        return new Photo(file, classIndex, new PixelImage(SIZE, SIZE, 1, samples), "");
    }

    /** Of each class 6 photos of train, 2 of holdout, 6 of test, each its own near-duplicate group. */
    static PhotoSet photos() {
        List<Photo> photos = new ArrayList<>();
        for (int c = 0; c < 2; c++) {
            for (int i = 0; i < 14; i++) {
                long seed = 100L * c + i;
                Split split = i < 6 ? Split.TRAIN : i < 8 ? Split.HOLDOUT : Split.TEST;
                photos.add(photo(c, seed, split, "group-" + seed));
            }
        }
        return new PhotoSet(CLASSES, photos);
    }

    /** Images as a generator might have made them for one draw. */
    static SyntheticImages made(long seed) {
        List<List<Photo>> byClass = new ArrayList<>();
        for (int c = 0; c < 2; c++) {
            byClass.add(List.of(photo(c, seed + c, null, null), photo(c, seed + 10 + c, null, null)));
        }
        return new SyntheticImages(byClass);
    }

    static UtilityImages images(UtilityPlan plan) {
        return UtilityImages.real(photos(), plan).with(made(5000), List.of(made(6000), made(7000)));
    }
}
