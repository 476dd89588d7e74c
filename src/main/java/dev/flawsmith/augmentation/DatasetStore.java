package dev.flawsmith.augmentation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.Png;
import dev.flawsmith.image.Sha256;
import dev.flawsmith.image.UnreadableImageException;
import dev.flawsmith.synthesis.Recipe;
import dev.flawsmith.synthesis.RecipeText;
import dev.flawsmith.synthesis.SynthesisException;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A dataset's folder while it grows: images and masks, each whole or not there, and a journal with a line for each. What the
 * journal does not tell of, or tells of with another hash, was never accepted. Not thread-safe.
 */
final class DatasetStore implements Closeable {
    /** Below the dataset's folder. */
    static final String IMAGES = "images";

    static final String MASKS = "masks";
    static final String NORMAL = "normal";
    private static final String JOURNAL = "journal.jsonl";
    /** Lines after which the disk is waited for. */
    private static final int SYNC_EVERY = 256;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path folder;
    private final Path journal;
    private final FileChannel channel;
    private final FolderLock alone;
    private int unsynced;

    @FunctionalInterface
    private interface Check {
        boolean holds(DatasetImage image) throws IOException;
    }

    private DatasetStore(Path folder, Path journal, FileChannel channel, FolderLock alone) {
        this.folder = folder;
        this.journal = journal;
        this.channel = channel;
        this.alone = alone;
    }

    /**
     * Opens a folder's store and reads what is there.
     *
     * @param work where the journal is; it must exist
     * @param known gets every accepted image, in order
     */
    static DatasetStore open(Path folder, Path work, Consumer<DatasetImage> known) throws IOException {
        Path journal = work.resolve(JOURNAL);
        FolderLock alone = FolderLock.take(folder, work);
        try {
            FileChannel channel = FileChannel.open(
                    journal, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                DatasetStore store = new DatasetStore(folder, journal, channel, alone);
                channel.truncate(replay(journal, store::whole, known));
                channel.position(channel.size());
                return store;
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            alone.close();
            throw e;
        }
    }

    /** Runs what deletes a dataset while nobody writes it; {@code work} need not exist. */
    static void discard(Path folder, Path work, Deletion deletion) throws IOException {
        if (!Files.isDirectory(work)) {
            deletion.run();
            return;
        }
        FolderLock alone = FolderLock.take(folder, work);
        try (alone) {
            deletion.run();
        }
    }

    /** Deletes files. */
    @FunctionalInterface
    interface Deletion {
        void run() throws IOException;
    }

    /** Reads a journal's images up to the first line that is cut off, without a look at their files; none if there is none. */
    static void journal(Path work, Consumer<DatasetImage> action) throws IOException {
        Path journal = work.resolve(JOURNAL);
        if (Files.isRegularFile(journal)) {
            long unused = replay(journal, image -> true, action);
        }
    }

    /** The length of the journal up to the first line that is cut off, out of order, or whose file is not as it says. */
    private static long replay(Path journal, Check check, Consumer<DatasetImage> known) throws IOException {
        long length = 0;
        long next = 0;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(journal))) {
            for (byte[] line = line(in); line != null; line = line(in)) {
                DatasetImage image;
                try {
                    image = JSON.readValue(line, DatasetImage.class);
                } catch (JsonProcessingException e) {
                    return length;
                }
                if (image.index() != next || !check.holds(image)) {
                    return length;
                }
                known.accept(image);
                next++;
                length += line.length + 1;
            }
        }
        return length;
    }

    /** The next line without its end; null if none is whole. */
    private static byte @Nullable [] line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0; b = in.read()) {
            if (b == '\n') {
                return line.toByteArray();
            }
            line.write(b);
        }
        return null;
    }

    private boolean whole(DatasetImage image) throws IOException {
        try {
            String mask = image.maskSha256();
            DatasetImage.Painted painted = image.painted();
            return Sha256.hex(image(image.file())).equals(image.sha256())
                    && (painted == null || Sha256.hex(normal(painted.normal())).equals(painted.normalSha256()))
                    && (mask == null || Sha256.hex(mask(image.file())).equals(mask));
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Where the images are. */
    Path images() {
        return folder.resolve(IMAGES);
    }

    /** The path of an image below the folder. */
    Path image(String file) {
        return folder.resolve(IMAGES).resolve(file);
    }

    Path mask(String file) {
        return folder.resolve(MASKS).resolve(file);
    }

    /** The path of a photo that images were painted onto. */
    Path normal(String name) {
        return folder.resolve(NORMAL).resolve(name);
    }

    /** Its pixels. */
    PixelImage readNormal(String name) {
        return decoded(normal(name));
    }

    /** Writes the photo of images that are about to be accepted. */
    void acceptNormal(String name, byte[] png) throws IOException {
        write(normal(name), png);
    }

    /** An accepted image's pixels. */
    PixelImage read(String file) {
        return decoded(image(file));
    }

    /** An accepted image's recipe. */
    Recipe recipe(String file) {
        try {
            return RecipeText.parse(Png.readText(Files.readAllBytes(image(file))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (UnreadableImageException | SynthesisException e) {
            throw new AugmentationException(
                    "expected the recipe of the image " + image(file) + " as it was written, found: " + e.getMessage(),
                    e);
        }
    }

    /** An accepted image's mask. */
    PixelImage readMask(String file) {
        return decoded(mask(file));
    }

    private static PixelImage decoded(Path file) {
        try {
            return Png.decode(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (UnreadableImageException e) {
            throw new AugmentationException(
                    "expected the image " + file + " as it was written, found: " + e.getMessage(), e);
        }
    }

    /** Writes an image, then its mask if it has one, then the journal's line: in this order, so that the line vouches. */
    void accept(DatasetImage image, byte[] png, byte @Nullable [] mask) throws IOException {
        write(image(image.file()), png);
        if (mask != null) {
            write(mask(image.file()), mask);
        }
        ByteBuffer line = ByteBuffer.wrap((JSON.writeValueAsString(image) + '\n').getBytes(StandardCharsets.UTF_8));
        while (line.hasRemaining()) {
            channel.write(line);
        }
        if (++unsynced == SYNC_EVERY) {
            channel.force(false);
            unsynced = 0;
        }
    }

    private static void write(Path file, byte[] content) throws IOException {
        Files.createDirectories(file.getParent());
        Path partial = file.resolveSibling("." + file.getFileName() + ".partial");
        Files.write(partial, content);
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Reads the journal once more, an image at a time. */
    void forEach(Consumer<DatasetImage> action) throws IOException {
        channel.force(false);
        try (BufferedReader lines = Files.newBufferedReader(journal)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                action.accept(JSON.readValue(line, DatasetImage.class));
            }
        }
    }

    @Override
    public void close() throws IOException {
        try (alone;
                channel) {
            channel.force(false);
        }
    }
}
