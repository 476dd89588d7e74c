package dev.flawsmith.utility;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.dataset.DatasetException;
import dev.flawsmith.dataset.Photo;
import dev.flawsmith.dataset.PhotoSet;
import dev.flawsmith.dataset.Split;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class UtilityImagesTest {
    private static final UtilityPlan PLAN = ToyStudy.plan(1);

    private static Set<String> names(List<Photo> photos) {
        return photos.stream().map(p -> p.file().name()).collect(Collectors.toSet());
    }

    @Test
    void drawsAreOfTrainAloneAndTakeTheSameNumberOfEveryClass() {
        UtilityImages images = UtilityImages.real(ToyStudy.photos(), PLAN);
        for (RealDraw draw : images.draws()) {
            assertEquals(2, draw.counts(2)[0]);
            assertEquals(2, draw.counts(2)[1]);
            Set<String> all = new HashSet<>(names(draw.real()));
            all.addAll(names(draw.unused()));
            assertEquals(names(images.train()), all);
            assertEquals(8, draw.unused().size());
            assertTrue(draw.real().stream().allMatch(p -> p.file().split() == Split.TRAIN));
        }
        assertNotEquals(
                names(images.draws().get(0).real()), names(images.draws().get(1).real()));
        assertEquals(images, UtilityImages.real(ToyStudy.photos(), PLAN));
    }

    @Test
    void nearDuplicatesOfADrawAreNeitherDrawnNorUnused() {
        List<Photo> train = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            train.add(ToyStudy.photo(0, i, Split.TRAIN, "pair-" + i / 2));
        }
        for (int number = 0; number < 20; number++) {
            RealDraw draw = RealDraw.of(train, List.of("spot"), 3, 1, number);
            Set<String> drawn = draw.real().stream()
                    .map(p -> String.valueOf(p.file().duplicateGroup()))
                    .collect(Collectors.toSet());
            assertEquals(3, drawn.size());
            assertEquals(6, draw.unused().size());
            assertTrue(draw.unused().stream()
                    .noneMatch(p -> drawn.contains(String.valueOf(p.file().duplicateGroup()))));
        }
        IllegalArgumentException few =
                assertThrows(IllegalArgumentException.class, () -> RealDraw.of(train, List.of("spot"), 7, 1, 0));
        assertTrue(String.valueOf(few.getMessage()).contains("at most 6"), few.getMessage());
    }

    @Test
    void aPhotoOfTestAmongSyntheticImagesIsRefused() {
        UtilityImages real = UtilityImages.real(ToyStudy.photos(), PLAN);
        Photo test = real.test().get(0);
        SyntheticImages leaking = new SyntheticImages(
                List.of(List.of(test, test), ToyStudy.made(1).byClass().get(1)));
        assertThrows(DatasetException.class, () -> real.with(leaking, null));
        assertThrows(DatasetException.class, () -> real.with(null, List.of(ToyStudy.made(6000), leaking)));
    }

    @Test
    void aRealPhotoAmongSyntheticImagesIsRefused() {
        UtilityImages real = UtilityImages.real(ToyStudy.photos(), PLAN);
        Photo included = real.train().get(0);
        SyntheticImages mixed = new SyntheticImages(
                List.of(List.of(included, included), ToyStudy.made(1).byClass().get(1)));
        DatasetException refused =
                assertThrows(DatasetException.class, () -> real.with(null, List.of(ToyStudy.made(6000), mixed)));
        assertTrue(String.valueOf(refused.getMessage()).contains("without include"), refused.getMessage());
    }

    @Test
    void nearDuplicatesOfAnotherClassAreNotUnusedEither() {
        List<Photo> train = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            train.add(ToyStudy.photo(i % 2, i, Split.TRAIN, "pair-" + i / 2));
        }
        for (int number = 0; number < 20; number++) {
            RealDraw draw = RealDraw.of(train, ToyStudy.CLASSES, 2, 1, number);
            Set<String> drawn = draw.real().stream()
                    .map(p -> String.valueOf(p.file().duplicateGroup()))
                    .collect(Collectors.toSet());
            assertEquals(4, drawn.size());
            assertEquals(4, draw.unused().size());
            assertTrue(draw.unused().stream()
                    .noneMatch(p -> drawn.contains(String.valueOf(p.file().duplicateGroup()))));
        }
    }

    @Test
    void aNearDuplicateOfTestInTrainIsRefused() {
        List<Photo> photos = new ArrayList<>(ToyStudy.photos().photos());
        photos.add(ToyStudy.photo(0, 999, Split.TRAIN, "group-10"));
        DatasetException refused = assertThrows(
                DatasetException.class, () -> UtilityImages.real(new PhotoSet(ToyStudy.CLASSES, photos), PLAN));
        assertTrue(String.valueOf(refused.getMessage()).contains("999"), refused.getMessage());
    }

    @Test
    void photosWithoutSplitsAreRefused() {
        PhotoSet photos = new PhotoSet(ToyStudy.CLASSES, List.of(ToyStudy.photo(0, 1, null, null)));
        assertThrows(DatasetException.class, () -> UtilityImages.real(photos, PLAN));
    }

    @Test
    void plansThatContradictThemselvesAreRefused() {
        List<Double> one = List.of(1.0);
        UtilityPlan.ChoiceRows unused = UtilityPlan.ChoiceRows.UNUSED;
        UtilityPlan.ChoiceRows holdout = UtilityPlan.ChoiceRows.HOLDOUT;
        refused(null, 2, 1, one, holdout);
        refused(null, 1, 1, one, unused);
        refused(0, 1, 1, one, unused);
        refused(1, 1, 0, one, unused);
        refused(1, 1, 1, List.of(), unused);
        refused(1, 1, 1, List.of(2.0, 1.0), unused);
        refused(1, 1, 1, List.of(-1.0), unused);
        assertFalse(ToyStudy.plan(1).ratios().isEmpty());
    }

    private static void refused(
            @Nullable Integer perClass, int draws, int seeds, List<Double> ratios, UtilityPlan.ChoiceRows rows) {
        assertThrows(
                IllegalArgumentException.class,
                () -> new UtilityPlan(perClass, draws, seeds, ratios, rows, ToyStudy.RECIPE, 1));
    }
}
