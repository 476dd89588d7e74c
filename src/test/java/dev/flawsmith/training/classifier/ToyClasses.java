package dev.flawsmith.training.classifier;

import dev.flawsmith.image.PixelImage;
import dev.flawsmith.model.ClassifierShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Blobs and stripes of random place, size and tone: two classes that flips, shifts and zooms leave alone. */
final class ToyClasses {
    static final int SIZE = 16;
    static final List<String> NAMES = List.of("blob", "stripe");
    static final ClassifierShape SHAPE = new ClassifierShape(1, SIZE, 1, List.of(8, 16), 2);
    static final ClassifierConfig CONFIG = new ClassifierConfig(80, 16, 5e-3, 5, 0.01, 0.1, true, true, 3);

    private ToyClasses() {}

    static PixelImage image(int classIndex, long seed) {
        Random random = new Random(seed);
        double centre = 4 + 8 * random.nextDouble();
        double other = 4 + 8 * random.nextDouble();
        double radius = 1.5 + random.nextDouble();
        double depth = 60 + 40 * random.nextDouble();
        byte[] samples = new byte[SIZE * SIZE];
        for (int p = 0; p < samples.length; p++) {
            double dx = p % SIZE - centre;
            double dy = classIndex == 0 ? Math.floor((double) p / SIZE) - other : 0;
            double dark = depth * Math.exp(-(dx * dx + dy * dy) / (2 * radius * radius));
            samples[p] = (byte) Math.max(0, Math.min(255, 150 - dark + 10 * random.nextGaussian()));
        }
        return new PixelImage(SIZE, SIZE, 1, samples);
    }

    /** {@code perClass} images of each class. */
    static ClassifierExamples examples(int perClass, long seed) {
        List<ClassifierExamples.Example> examples = new ArrayList<>();
        for (int i = 0; i < perClass; i++) {
            for (int c = 0; c < 2; c++) {
                float[] values = ClassifierInput.of(image(c, seed + 2L * i + c), SIZE);
                examples.add(new ClassifierExamples.Example(values, c));
            }
        }
        return new ClassifierExamples(SIZE, NAMES, examples);
    }

    static TrainedClassifier train(ClassifierConfig config) {
        return new ClassifierTraining(SHAPE, config, examples(8, 100), "cpu").run();
    }
}
