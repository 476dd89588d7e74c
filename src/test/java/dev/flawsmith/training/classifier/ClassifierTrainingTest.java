package dev.flawsmith.training.classifier;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.image.PixelImage;
import dev.flawsmith.model.ClassifierShape;
import dev.flawsmith.training.TrainingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClassifierTrainingTest {
    @TempDir
    Path folder;

    @Test
    void itTellsTwoClassesApartThatItHasSeenEightImagesOf() {
        List<PixelImage> images = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            images.add(ToyClasses.image(i % 2, 5000 + i));
        }
        int right = 0;
        try (TrainedClassifier classifier = ToyClasses.train(ToyClasses.CONFIG)) {
            float[][] probabilities = classifier.probabilities(images);
            for (int i = 0; i < images.size(); i++) {
                assertEquals(1, probabilities[i][0] + probabilities[i][1], 1e-6);
                right += probabilities[i][i % 2] > 0.5 ? 1 : 0;
            }
        }
        assertTrue(right >= 90, right + " of 100");
    }

    @Test
    void theSameSeedGivesTheSameWeightsAndAnotherOneOthers() {
        ClassifierConfig config = ToyClasses.CONFIG.withSteps(12);
        try (TrainedClassifier one = ToyClasses.train(config);
                TrainedClassifier same = ToyClasses.train(config);
                TrainedClassifier other = ToyClasses.train(config.withSeed(4))) {
            assertEquals(one.sha256(), same.sha256());
            assertNotEquals(one.sha256(), other.sha256());
        }
    }

    @Test
    void whatIsSavedAndLoadedGivesTheSameProbabilities() throws IOException {
        List<PixelImage> images = List.of(ToyClasses.image(0, 1), ToyClasses.image(1, 2));
        try (TrainedClassifier classifier = ToyClasses.train(ToyClasses.CONFIG.withSteps(5))) {
            classifier.save(folder);
            try (TrainedClassifier loaded = TrainedClassifier.load(folder, "cpu")) {
                assertEquals(classifier.classes(), loaded.classes());
                assertEquals(classifier.inputShape(), loaded.inputShape());
                assertEquals(classifier.sha256(), loaded.sha256());
                assertArrayEquals(classifier.probabilities(images), loaded.probabilities(images));
            }
        }
    }

    @Test
    void filesThatAreMissingDamagedOrOfAnotherClassifierAreRefused() throws IOException {
        assertThrows(TrainingException.class, () -> TrainedClassifier.load(folder, "cpu"));
        try (TrainedClassifier one = ToyClasses.train(ToyClasses.CONFIG.withSteps(1));
                TrainedClassifier two = ToyClasses.train(ToyClasses.CONFIG.withSteps(2))) {
            one.save(folder.resolve("one"));
            two.save(folder.resolve("two"));
        }
        Files.copy(
                folder.resolve("one").resolve(TrainedClassifier.WEIGHTS),
                folder.resolve("two").resolve(TrainedClassifier.WEIGHTS),
                StandardCopyOption.REPLACE_EXISTING);
        TrainingException mixed =
                assertThrows(TrainingException.class, () -> TrainedClassifier.load(folder.resolve("two"), "cpu"));
        assertTrue(String.valueOf(mixed.getMessage()).contains("SHA-256"), mixed.getMessage());
        Files.writeString(folder.resolve("one").resolve(TrainedClassifier.DESCRIPTOR), "{");
        assertThrows(TrainingException.class, () -> TrainedClassifier.load(folder.resolve("one"), "cpu"));
    }

    @Test
    void aRunThatIsStoppedHasNoResult() {
        ClassifierTraining training =
                new ClassifierTraining(ToyClasses.SHAPE, ToyClasses.CONFIG, ToyClasses.examples(1, 1), "cpu");
        training.stop();
        assertThrows(CancellationException.class, training::run);
    }

    @Test
    void shapesAndExamplesThatDisagreeAreRefused() {
        ClassifierExamples examples = ToyClasses.examples(1, 1);
        ClassifierShape three = new ClassifierShape(1, ToyClasses.SIZE, 1, List.of(8), 3);
        assertThrows(
                IllegalArgumentException.class,
                () -> new ClassifierTraining(three, ToyClasses.CONFIG, examples, "cpu"));
        assertThrows(
                IllegalArgumentException.class,
                () -> new ClassifierExamples(
                        ToyClasses.SIZE, ToyClasses.NAMES, examples.examples().subList(0, 1)));
        assertThrows(IllegalArgumentException.class, () -> new ClassifierExamples.Example(new float[256], 0, -1));
        assertThrows(IllegalArgumentException.class, () -> new ClassifierShape(1, 30, 1, List.of(8, 8, 8), 2));
        assertThrows(IllegalArgumentException.class, () -> new ClassifierConfig(0, 1, 1, 0, 0, 0, true, true, 1));
    }
}
