package dev.flawsmith.cli;

import dev.flawsmith.memorization.EncodedDescriptor;
import dev.flawsmith.memorization.IndexedPhoto;
import dev.flawsmith.memorization.PixelDescriptor;
import dev.flawsmith.memorization.TrainingIndex;
import dev.flawsmith.model.EncoderException;
import dev.flawsmith.model.FeatureEncoder;
import dev.flawsmith.model.ModelPackage;
import dev.flawsmith.model.ModelPackageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The indexes of a package: by pixels in {@code index}, and by each learnt encoder in a folder below it that has the
 * encoder's name.
 */
final class TrainingIndexes {
    /** One a process and name: guards keep them as long as it lives. A thread each, for networks have the others. */
    private static final Map<String, FeatureEncoder> ENCODERS = new ConcurrentHashMap<>();

    private TrainingIndexes() {}

    /** By pixels first, then by the bundled encoder. */
    static List<TrainingIndex> build(List<IndexedPhoto> photos) {
        return List.of(
                TrainingIndex.build(photos, new PixelDescriptor()),
                TrainingIndex.build(photos, descriptor(Encoders.DEFAULT)));
    }

    /** Writes what {@link #build} made into a package's index folder. */
    static void write(Path folder, List<TrainingIndex> indexes) throws IOException {
        indexes.get(0).write(folder);
        indexes.get(1).write(folder.resolve(Encoders.DEFAULT));
    }

    /**
     * Reads a package's index folder. Packages of an earlier version have pixels only.
     *
     * @throws IOException if a file is missing or damaged, or made with another descriptor than there is
     * @throws InputException if an encoder is missing
     */
    static List<TrainingIndex> read(Path folder) throws IOException {
        List<TrainingIndex> indexes = new ArrayList<>(List.of(TrainingIndex.read(folder)));
        try (Stream<Path> below = Files.list(folder)) {
            for (Path each : below.filter(Files::isDirectory).sorted().toList()) {
                indexes.add(TrainingIndex.read(each, descriptor(ModelLibrary.name(each))));
            }
        }
        return indexes;
    }

    /**
     * A package's indexes.
     *
     * @throws ModelPackageException if its images cannot be compared with its training photos, whatever the reason
     */
    static List<TrainingIndex> of(ModelPackage opened) {
        try {
            return read(opened.directory().resolve(ModelPackage.INDEX));
        } catch (IOException | InputException | EncoderException e) {
            throw new ModelPackageException(
                    "model " + opened.manifest().name()
                            + " is not opened: its images could not be compared with its training photos: "
                            + e.getMessage(),
                    e);
        }
    }

    private static EncodedDescriptor descriptor(String encoder) {
        return new EncodedDescriptor(ENCODERS.computeIfAbsent(encoder, name -> Encoders.open(name, 1)));
    }
}
