package dev.flawsmith.training.gan;

import dev.flawsmith.model.GeneratorConfig;
import dev.flawsmith.model.Safetensors;
import dev.flawsmith.model.Tensor;
import dev.flawsmith.model.djl.DiscriminatorNetwork;
import dev.flawsmith.model.djl.DjlNetwork;
import dev.flawsmith.model.djl.GeneratorNetwork;
import dev.flawsmith.sampling.Noise;
import dev.flawsmith.training.InitialWeights;
import dev.flawsmith.training.TrainingException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * All a run needs to go on as if it had never stopped: both networks, their moments, the average, the vectors of the spectral
 * norms and its position. Batches are functions of the step. Written beside and renamed, so a crash leaves the old one.
 *
 * @param identity what networks, settings and photos it belongs to
 * @param step steps done
 * @param seconds training time so far
 * @param generator its weights and Adam's moments
 * @param discriminator its weights and Adam's moments
 * @param average averaged weights of the generator, flat
 * @param norms state of the discriminator's spectral norms
 */
@SuppressWarnings("ArrayRecordComponent") // a hand-over, never compared
record GanCheckpoint(
        String identity,
        long step,
        double seconds,
        Learner generator,
        Learner discriminator,
        float[] average,
        float[] norms) {
    /** The file in its folder. */
    static final String NAME = "gan-checkpoint.safetensors";

    /** The stream of a seed's noise that the norms' vectors start from. */
    private static final int NORMS = 4;

    /**
     * A network under training.
     *
     * @param weights flat
     * @param mean Adam's first moment, flat
     * @param square its second moment, flat
     */
    @SuppressWarnings("ArrayRecordComponent") // a hand-over, never compared
    record Learner(float[] weights, float[] mean, float[] square) {
        static Learner fresh(List<DjlNetwork.TensorSpec> tensors, long seed) {
            float[] weights = InitialWeights.of(tensors, seed);
            return new Learner(weights, new float[weights.length], new float[weights.length]);
        }

        private List<Tensor> tensors(String name) {
            return List.of(
                    flat(name + ".weights", weights), flat(name + ".mean", mean), flat(name + ".square", square));
        }

        private static Learner of(Safetensors.Contents contents, String name) {
            return new Learner(
                    contents.tensor(name + ".weights").values(),
                    contents.tensor(name + ".mean").values(),
                    contents.tensor(name + ".square").values());
        }
    }

    /** A run's beginning. */
    static GanCheckpoint fresh(String identity, GeneratorConfig network, long seed) {
        Learner generator = Learner.fresh(GeneratorNetwork.tensors(network), seed);
        Learner discriminator = Learner.fresh(DiscriminatorNetwork.tensors(network), ~seed); // numbers of its own
        return new GanCheckpoint(
                identity,
                0,
                0,
                generator,
                discriminator,
                generator.weights().clone(),
                new Noise(seed, NORMS).standardNormal(0, DiscriminatorNetwork.normsSize(network)));
    }

    /** Writes it to a folder, which is made if it is missing, in one step. */
    void write(Path directory) {
        Path temporary = directory.resolve(NAME + ".partial");
        Path file = directory.resolve(NAME);
        try {
            Files.createDirectories(directory);
            List<Tensor> tensors = new ArrayList<>(generator.tensors("generator"));
            tensors.addAll(discriminator.tensors("discriminator"));
            tensors.add(flat("average", average));
            tensors.add(flat("norms", norms));
            Safetensors.write(
                    temporary,
                    tensors,
                    Map.of("identity", identity, "step", Long.toString(step), "seconds", Double.toString(seconds)),
                    Safetensors.Precision.F32);
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new TrainingException("expected to write a checkpoint to " + file + ", found: " + e, e);
        }
    }

    /** Whether a folder holds one. */
    static boolean existsIn(Path directory) {
        return Files.isRegularFile(directory.resolve(NAME));
    }

    /**
     * Reads a checkpoint.
     *
     * @throws TrainingException if it is missing, damaged, or belongs to another run
     */
    static GanCheckpoint read(Path directory, String identity) {
        Path file = directory.resolve(NAME);
        Safetensors.Contents contents = contents(file);
        String found = contents.metadata().getOrDefault("identity", "none");
        if (!found.equals(identity)) {
            throw new TrainingException("expected a checkpoint of the same networks, settings and photos in " + file
                    + ", found another one's:\n  expected " + identity + "\n  found    " + found);
        }
        try {
            return new GanCheckpoint(
                    identity,
                    step(contents),
                    Double.parseDouble(contents.metadata().getOrDefault("seconds", "")),
                    Learner.of(contents, "generator"),
                    Learner.of(contents, "discriminator"),
                    contents.tensor("average").values(),
                    contents.tensor("norms").values());
        } catch (IllegalArgumentException e) {
            throw damaged(file, e);
        }
    }

    /** The steps that a checkpoint has behind it, whatever run it belongs to. */
    static long stepOf(Path directory) {
        Path file = directory.resolve(NAME);
        try {
            return step(contents(file));
        } catch (NumberFormatException e) {
            throw damaged(file, e);
        }
    }

    private static long step(Safetensors.Contents contents) {
        return Long.parseLong(contents.metadata().getOrDefault("step", ""));
    }

    private static Safetensors.Contents contents(Path file) {
        try {
            return Safetensors.read(file);
        } catch (IOException e) {
            throw damaged(file, e);
        }
    }

    private static TrainingException damaged(Path file, Exception e) {
        return new TrainingException("expected a whole checkpoint in " + file + ", found: " + e.getMessage(), e);
    }

    private static Tensor flat(String name, float[] values) {
        return new Tensor(name, new long[] {values.length}, values);
    }
}
