package dev.flawsmith.training;

import dev.flawsmith.model.Safetensors;
import dev.flawsmith.model.Tensor;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;

/**
 * All a run needs to go on as if it had never stopped: weights, both moments, the average, and its position. The batches
 * are functions of the step, so no generator's state is kept. Written beside and renamed, so a crash leaves the old one.
 *
 * @param identity what network, settings and photos it belongs to
 * @param step steps done
 * @param seconds training time so far
 * @param weights flat
 * @param mean AdamW's first moment, flat
 * @param square AdamW's second moment, flat
 * @param average averaged weights, flat
 */
@SuppressWarnings("ArrayRecordComponent") // a hand-over, never compared
public record Checkpoint(
        String identity, long step, double seconds, float[] weights, float[] mean, float[] square, float[] average) {
    /** The file in its folder. */
    public static final String NAME = "checkpoint.safetensors";

    /** A run's beginning: the average is that of the weights alone, the moments are 0. */
    public static Checkpoint fresh(String identity, float[] weights) {
        int size = weights.length;
        return new Checkpoint(identity, 0, 0, weights, new float[size], new float[size], weights.clone());
    }

    /** Writes it to a folder, which is made if it is missing, in one step. */
    public void write(Path directory) {
        Path temporary = directory.resolve(NAME + ".partial");
        Path file = directory.resolve(NAME);
        try {
            Files.createDirectories(directory);
            Safetensors.write(
                    temporary,
                    List.of(
                            flat("weights", weights),
                            flat("mean", mean),
                            flat("square", square),
                            flat("average", average)),
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
    public static boolean existsIn(Path directory) {
        return Files.isRegularFile(directory.resolve(NAME));
    }

    /**
     * Reads a checkpoint.
     *
     * @throws TrainingException if it is missing, damaged, or belongs to another run
     */
    public static Checkpoint read(Path directory, String identity) {
        Path file = directory.resolve(NAME);
        Safetensors.Contents contents = contents(file);
        Map<String, String> meta = contents.metadata();
        String found = meta.getOrDefault("identity", "none");
        if (!found.equals(identity)) {
            throw new TrainingException("expected a checkpoint of the same network, settings and photos in " + file
                    + ", found another one's:\n  expected " + identity + "\n  found    " + found);
        }
        try {
            return new Checkpoint(
                    identity,
                    Long.parseLong(meta.getOrDefault("step", "")),
                    Double.parseDouble(meta.getOrDefault("seconds", "")),
                    contents.tensor("weights").values(),
                    contents.tensor("mean").values(),
                    contents.tensor("square").values(),
                    contents.tensor("average").values());
        } catch (IllegalArgumentException e) {
            throw damaged(file, e);
        }
    }

    /**
     * What a checkpoint belongs to.
     *
     * @throws TrainingException if it is missing or damaged
     */
    public static String identityOf(Path directory) {
        return contents(directory.resolve(NAME)).metadata().getOrDefault("identity", "none");
    }

    /**
     * The steps that a checkpoint has behind it, whatever run it belongs to.
     *
     * @throws TrainingException if it is missing or damaged
     */
    public static long stepOf(Path directory) {
        Path file = directory.resolve(NAME);
        try {
            return Long.parseLong(contents(file).metadata().getOrDefault("step", ""));
        } catch (NumberFormatException e) {
            throw damaged(file, e);
        }
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
