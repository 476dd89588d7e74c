package dev.flawsmith.training.classifier;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.Sha256;
import dev.flawsmith.model.ClassifierShape;
import dev.flawsmith.model.ImageClassifier;
import dev.flawsmith.model.ImageShape;
import dev.flawsmith.model.Safetensors;
import dev.flawsmith.model.Tensor;
import dev.flawsmith.model.djl.ClassifierNetwork;
import dev.flawsmith.model.djl.NamedTensors;
import dev.flawsmith.training.TrainingException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/** A classifier that was trained here: {@value #WEIGHTS} and {@value #DESCRIPTOR} in a folder, where it is saved. */
public final class TrainedClassifier implements ImageClassifier {
    /** Named tensors, fp32. */
    public static final String WEIGHTS = "classifier.safetensors";
    /** Shape, classes and the weights' hash. */
    public static final String DESCRIPTOR = "classifier.json";

    private static final int BATCH = 64;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ClassifierShape shape;
    private final List<String> classes;
    private final float[] weights;
    private final String sha256;
    private final ClassifierNetwork network;

    private TrainedClassifier(
            ClassifierShape shape, List<String> classes, float[] weights, String sha256, ClassifierNetwork network) {
        this.shape = shape;
        this.classes = List.copyOf(classes);
        this.weights = weights;
        this.sha256 = sha256;
        this.network = network;
    }

    /**
     * A classifier of given weights.
     *
     * @param weights flat, in the order of {@link ClassifierNetwork#tensors}
     * @param device {@code cpu}, {@code cuda:N} or {@code auto}
     * @throws IllegalArgumentException if shape, classes and weights disagree
     */
    public static TrainedClassifier of(ClassifierShape shape, List<String> classes, float[] weights, String device) {
        if (classes.size() != shape.classes() || shape.imageChannels() != 1) {
            throw new IllegalArgumentException("expected " + shape.classes()
                    + " class names and a network for grey images, found " + classes + " and " + shape);
        }
        float[] own = weights.clone();
        ClassifierNetwork network = ClassifierNetwork.create(shape, own, device, false);
        return new TrainedClassifier(shape, classes, own, hash(own), network);
    }

    private record Descriptor(ClassifierShape shape, List<String> classes, String sha256) {}

    /** Writes it to a folder, which is made if it is missing; the descriptor last, so that it speaks of whole weights. */
    public void save(Path directory) throws IOException {
        Files.createDirectories(directory);
        List<Tensor> tensors = NamedTensors.of(ClassifierNetwork.tensors(shape), weights);
        Path partial = directory.resolve(WEIGHTS + ".partial");
        Safetensors.write(partial, tensors, Map.of(), Safetensors.Precision.F32);
        Files.move(partial, directory.resolve(WEIGHTS), StandardCopyOption.REPLACE_EXISTING);
        JSON.writerWithDefaultPrettyPrinter()
                .writeValue(directory.resolve(DESCRIPTOR).toFile(), new Descriptor(shape, classes, sha256));
    }

    /**
     * Opens one from a folder.
     *
     * @param device {@code cpu}, {@code cuda:N} or {@code auto}
     * @return the classifier, which the caller closes
     * @throws TrainingException if its files are missing, damaged or disagree
     */
    public static TrainedClassifier load(Path directory, String device) {
        Path file = directory.resolve(DESCRIPTOR);
        try {
            Descriptor descriptor = JSON.readValue(file.toFile(), Descriptor.class);
            Safetensors.Contents contents = Safetensors.read(directory.resolve(WEIGHTS));
            TrainedClassifier classifier = of(
                    descriptor.shape(),
                    descriptor.classes(),
                    NamedTensors.flat(ClassifierNetwork.tensors(descriptor.shape()), contents),
                    device);
            if (!classifier.sha256().equals(descriptor.sha256())) {
                classifier.close();
                throw new TrainingException(directory.resolve(WEIGHTS) + ": expected weights of SHA-256 "
                        + descriptor.sha256() + ", found " + classifier.sha256());
            }
            return classifier;
        } catch (JsonProcessingException e) {
            throw new TrainingException(file + ": expected a classifier, found: " + e.getOriginalMessage(), e);
        } catch (IOException | IllegalArgumentException e) {
            throw new TrainingException(directory + ": expected a classifier, found: " + e.getMessage(), e);
        }
    }

    private static String hash(float[] weights) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * weights.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(weights);
        return Sha256.hex(bytes.array());
    }

    @Override
    public List<String> classes() {
        return classes;
    }

    @Override
    public ImageShape inputShape() {
        return shape.image();
    }

    @Override
    public float[][] probabilities(List<PixelImage> images) {
        return probabilitiesOf(images.stream()
                .map(image -> ClassifierInput.of(image, shape.imageSize()))
                .toList());
    }

    /** The same of values that {@link ClassifierInput} gave. */
    public float[][] probabilitiesOf(List<float[]> images) {
        float[][] all = new float[images.size()][];
        int row = shape.image().size();
        for (int from = 0; from < all.length; from += BATCH) {
            int n = Math.min(BATCH, all.length - from);
            float[] batch = new float[n * row];
            for (int i = 0; i < n; i++) {
                System.arraycopy(images.get(from + i), 0, batch, i * row, row);
            }
            System.arraycopy(network.probabilities(batch, n), 0, all, from, n);
        }
        return all;
    }

    /** SHA-256 over the weights as little-endian floats in the network's order. */
    @Override
    public String sha256() {
        return sha256;
    }

    @Override
    public void close() {
        network.close();
    }
}
