package dev.flawsmith.evaluation.features;

import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.Sha256;
import dev.flawsmith.math.FeatureException;
import dev.flawsmith.math.NpyFile;
import dev.flawsmith.math.NpyWriter;
import dev.flawsmith.model.FeatureEncoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Features of image sets, kept in a folder. An entry's name is a hash of the encoder's name, protocol, content hash and
 * dimension and of every image's bytes, in order: what decides the features, and nothing else, so images that were moved
 * or renamed are found again. An entry is a {@code .npy} file and the file's own hash beside it; one whose hash does not
 * fit is made anew. Images are decoded and encoded {@value #BATCH} at a time, so memory does not grow with their number.
 *
 * <p>Safe for several processes on one folder: entries appear whole. Nothing is ever deleted: the folder may be, at any
 * time that no set of it is open.
 */
public final class FeatureCache {
    private static final String FORMAT = "flawsmith features 1";
    private static final int BATCH = 32;

    private final Path folder;
    private final Consumer<String> news;

    /**
     * Keeps features in a folder, which is made when it is needed.
     *
     * @param news told in a line of what takes long or went wrong
     */
    public FeatureCache(Path folder, Consumer<String> news) {
        this.folder = folder;
        this.news = news;
    }

    /**
     * The features of images: found, or made now.
     *
     * @throws FeatureException if images cannot be read, all of them by name, or a feature is not finite
     * @throws UncheckedIOException if the folder cannot be written
     */
    public FeatureSet encode(ImageSet images, FeatureEncoder encoder) {
        ImageReader reader = new ImageReader(images);
        List<String> hashes = reader.hashes();
        Path entry = folder.resolve(key(encoder, hashes) + ".npy");
        Path check = entry.resolveSibling(entry.getFileName() + ".sha256");
        try {
            if (!isWhole(entry, check)) {
                make(images, encoder, reader, hashes, entry, check);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        FeatureSet.Origin origin = new FeatureSet.Origin(encoder.name(), encoder.protocol(), encoder.sha256());
        return new FeatureSet(images.name(), origin, NpyFile.open(entry), images, hashes);
    }

    private static String key(FeatureEncoder encoder, List<String> hashes) {
        List<String> parts = new ArrayList<>(List.of(
                FORMAT, encoder.name(), encoder.protocol(), encoder.sha256(), Integer.toString(encoder.dimension())));
        parts.addAll(hashes);
        return Sha256.hex(String.join("\n", parts));
    }

    private boolean isWhole(Path entry, Path check) throws IOException {
        if (!Files.isRegularFile(entry) || !Files.isRegularFile(check)) {
            return false;
        }
        if (Sha256.hex(entry).equals(Files.readString(check).strip())) {
            return true;
        }
        news.accept(entry + ": expected the content that was written, found other; making it anew");
        return false;
    }

    private void make(
            ImageSet images, FeatureEncoder encoder, ImageReader reader, List<String> hashes, Path entry, Path check)
            throws IOException {
        news.accept("encoding " + hashes.size() + " images of " + images.name() + " with " + encoder.name());
        Files.createDirectories(folder);
        Path partial = Files.createTempFile(folder, ".features", ".partial");
        Path partialCheck = Files.createTempFile(folder, ".features", ".partial");
        try {
            Files.writeString(partialCheck, write(encoder, reader, hashes, partial) + "\n");
            Files.move(partial, entry, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            Files.move(partialCheck, check, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(partial);
            Files.deleteIfExists(partialCheck);
        }
    }

    private static String write(FeatureEncoder encoder, ImageReader reader, List<String> hashes, Path file)
            throws IOException {
        try (NpyWriter writer = new NpyWriter(file, hashes.size(), encoder.dimension())) {
            for (int from = 0; from < hashes.size(); from += BATCH) {
                List<PixelImage> batch = reader.decode(from, Math.min(hashes.size(), from + BATCH), hashes);
                if (reader.hasProblem()) {
                    continue; // only to name every other file that cannot be read
                }
                for (float[] feature : encoder.encode(batch)) {
                    requireFinite(encoder, feature);
                    writer.write(feature);
                }
            }
        }
        reader.requireNoProblem();
        return Sha256.hex(file);
    }

    private static void requireFinite(FeatureEncoder encoder, float[] feature) {
        for (float value : feature) {
            if (!Float.isFinite(value)) {
                throw new FeatureException("encoder " + encoder.name() + ": expected finite features, found " + value);
            }
        }
    }
}
