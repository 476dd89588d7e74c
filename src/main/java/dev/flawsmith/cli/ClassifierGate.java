package dev.flawsmith.cli;

import dev.flawsmith.augmentation.DatasetOrder;
import dev.flawsmith.augmentation.DatasetSpec;
import dev.flawsmith.augmentation.QualityGate;
import dev.flawsmith.augmentation.RealSet;
import dev.flawsmith.dataset.LabelledFile;
import dev.flawsmith.image.DecodeLimits;
import dev.flawsmith.image.ImageDecoder;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.UnreadableImageException;
import dev.flawsmith.model.ClassifierShape;
import dev.flawsmith.training.classifier.ClassifierConfig;
import dev.flawsmith.training.classifier.ClassifierExamples;
import dev.flawsmith.training.classifier.ClassifierInput;
import dev.flawsmith.training.classifier.ClassifierTraining;
import dev.flawsmith.training.classifier.TrainedClassifier;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The quality gate: a classifier of the reference's training photos, trained once a dataset and kept until it is done. */
final class ClassifierGate implements QualityGate, AutoCloseable {
    private static final String FOLDER = "classifier";
    /** Side of what the classifier sees. */
    static final int SIZE = 64;

    private static final String DEVICE = "cpu";

    private final TrainedClassifier classifier;

    private ClassifierGate(TrainedClassifier classifier) {
        this.classifier = classifier;
    }

    /** Opens the classifier of a begun dataset, or trains one and keeps it in {@code work}. */
    private static ClassifierGate open(RealSet reference, DatasetSpec.Quality wanted, Path work, PrintWriter err)
            throws IOException {
        Path folder = work.resolve(FOLDER);
        if (Files.isRegularFile(folder.resolve(TrainedClassifier.DESCRIPTOR))) {
            return new ClassifierGate(TrainedClassifier.load(folder, DEVICE));
        }
        ClassifierConfig standard = ClassifierConfig.STANDARD;
        Integer steps = wanted.steps();
        ClassifierConfig config = steps == null ? standard : standard.withSteps(steps);
        TrainedClassifier classifier = train(reference, config, err);
        classifier.save(folder);
        return new ClassifierGate(classifier);
    }

    /** Trains a classifier of real photos' train rows; the caller closes it. */
    static TrainedClassifier train(RealSet reference, ClassifierConfig config, PrintWriter err) {
        ClassifierExamples examples = examples(reference);
        err.println("quality: training a classifier on " + examples.examples().size() + " photos of "
                + examples.classes().size() + " classes, " + config.steps() + " steps");
        return new ClassifierTraining(
                        ClassifierShape.small(SIZE, examples.classes().size()), config, examples, DEVICE)
                .run();
    }

    private static ClassifierExamples examples(RealSet reference) {
        Map<String, Long> counts = new TreeMap<>(reference.counts());
        counts.values().removeIf(count -> count == 0);
        List<String> classes = List.copyOf(counts.keySet());
        List<ClassifierExamples.Example> examples = new ArrayList<>();
        for (LabelledFile file : reference.train()) {
            try {
                PixelImage photo = ImageDecoder.decode(file.path(), DecodeLimits.DEFAULT);
                examples.add(new ClassifierExamples.Example(
                        ClassifierInput.of(photo, SIZE), classes.indexOf(file.className())));
            } catch (UnreadableImageException e) {
                throw new InputException(
                        "reference",
                        "reference: expected photos that can be read, found " + file.name() + ": " + e.reason(),
                        e);
            }
        }
        return new ClassifierExamples(SIZE, classes, examples);
    }

    String sha256() {
        return classifier.sha256();
    }

    @Override
    public double agreement(PixelImage image, String className) {
        return classifier.probabilities(List.of(image))[0][classifier.classes().indexOf(className)];
    }

    @Override
    public void close() {
        classifier.close();
    }

    /** The gate that an order asks for, if it does; its reference was found when the order was made. */
    static Optional<ClassifierGate> of(DatasetOrder order, Path work, PrintWriter err) throws IOException {
        DatasetSpec.Quality wanted = order.document().spec().quality();
        RealSet reference = order.reference();
        if (wanted == null || reference == null) {
            return Optional.empty();
        }
        return Optional.of(open(reference, wanted, work, err));
    }
}
