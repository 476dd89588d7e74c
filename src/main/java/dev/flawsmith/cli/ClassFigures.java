package dev.flawsmith.cli;

import dev.flawsmith.augmentation.PaintedDataset.Triple;
import dev.flawsmith.augmentation.RealSet;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.training.classifier.ClassifierConfig;
import dev.flawsmith.training.classifier.ClassifierInput;
import dev.flawsmith.training.classifier.TrainedClassifier;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Of how many painted images a classifier that has learnt from real photos gives the class that was asked for, as its most
 * likely one, and of how many of the photos that they were painted onto it does so anyway. Both are judged by the window that
 * the model saw.
 */
final class ClassFigures {
    private final List<String> asked = new ArrayList<>();
    private final List<float[]> painted = new ArrayList<>();
    private final List<float[]> unpainted = new ArrayList<>();

    /** Images of either kind that are given the class. */
    record Counts(int painted, int unpainted, int images) {}

    void add(Triple triple) {
        asked.add(triple.className());
        painted.add(input(triple.seen(triple.image())));
        unpainted.add(input(triple.seen(triple.normal())));
    }

    private static float[] input(PixelImage image) {
        return ClassifierInput.of(image, ClassifierGate.SIZE);
    }

    /** Trains the classifier and counts. */
    Counts count(RealSet photos, ClassifierConfig config, PrintWriter err) {
        asked.stream()
                .distinct()
                .filter(name -> photos.counts().getOrDefault(name, 0L) == 0)
                .findFirst()
                .ifPresent(name -> {
                    throw new InputException("real", "real: expected photos of every class, found none of " + name);
                });
        try (TrainedClassifier classifier = ClassifierGate.train(photos, config, err)) {
            return new Counts(given(classifier, painted), given(classifier, unpainted), asked.size());
        }
    }

    private int given(TrainedClassifier classifier, List<float[]> images) {
        float[][] probabilities = classifier.probabilitiesOf(images);
        int given = 0;
        for (int i = 0; i < probabilities.length; i++) {
            int most = 0;
            for (int k = 1; k < probabilities[i].length; k++) {
                most = probabilities[i][k] > probabilities[i][most] ? k : most;
            }
            given += classifier.classes().get(most).equals(asked.get(i)) ? 1 : 0;
        }
        return given;
    }
}
