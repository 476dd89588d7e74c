package dev.flawsmith.evaluation.features;

import dev.flawsmith.image.Sha256;
import dev.flawsmith.math.FeatureException;
import dev.flawsmith.math.FeatureRows;
import dev.flawsmith.math.NpyFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Features and where they come from. Backed by a file: close it after use.
 *
 * <p>{@code files}, {@code classes} and {@code hashes} have an entry a row, or none at all where features were given as an
 * array.
 */
public final class FeatureSet implements AutoCloseable {
    /** The encoder and the protocol of features that were not made here. */
    public static final String GIVEN = "given";

    /**
     * What made features; only features of equal origin can be compared.
     *
     * @param encoder its name
     * @param protocol how an image became its input
     * @param sha256 of whatever decides the features; {@link #GIVEN} if unknown
     */
    public record Origin(String encoder, String protocol, String sha256) {}

    private final String name;
    private final Origin origin;
    private final NpyFile rows;
    private final String contentSha256;
    private final List<String> files;
    private final List<String> classes;
    private final List<String> hashes;

    FeatureSet(String name, Origin origin, NpyFile rows, ImageSet images, List<String> hashes) {
        this.name = name;
        this.origin = origin;
        this.rows = rows;
        this.contentSha256 = Sha256.hex(String.join("\n", hashes));
        this.files = images.files().stream().map(file -> file.path().toString()).toList();
        this.classes = images.classes();
        this.hashes = List.copyOf(hashes);
    }

    private FeatureSet(String name, NpyFile rows, String contentSha256) {
        this.name = name;
        this.origin = new Origin(GIVEN, GIVEN, GIVEN);
        this.rows = rows;
        this.contentSha256 = contentSha256;
        this.files = List.of();
        this.classes = List.of();
        this.hashes = List.of();
    }

    /**
     * Features that somebody else made: a {@code .npy} array, one row an image.
     *
     * @throws FeatureException if it is missing, damaged or of another form
     */
    public static FeatureSet ofArray(Path npy) {
        NpyFile rows = NpyFile.open(npy);
        try {
            return new FeatureSet(npy.toString(), rows, Sha256.hex(npy));
        } catch (IOException | RuntimeException e) {
            rows.close();
            throw new FeatureException(npy + ": expected a file that can be read, found " + e, e);
        }
    }

    /**
     * Holds two sets to one encoder and protocol.
     *
     * @throws FeatureException if they differ, with both names
     */
    public static void requireComparable(FeatureSet a, FeatureSet b) {
        if (!a.origin.equals(b.origin)) {
            throw new FeatureException(
                    "expected features of one encoder and protocol, found " + described(a) + " and " + described(b));
        }
        FeatureRows.requireSameColumns(a.rows, b.rows);
    }

    private static String described(FeatureSet set) {
        return "encoder " + set.origin.encoder() + ", protocol " + set.origin.protocol() + ", sha256 "
                + set.origin.sha256() + " in " + set.name;
    }

    /** What messages call it. */
    public String name() {
        return name;
    }

    /** What made the features. */
    public Origin origin() {
        return origin;
    }

    /** The features, on disk. */
    public FeatureRows rows() {
        return rows;
    }

    /** Of the images' hashes, in order, or of the array's file: sets of equal hash are the same. */
    public String contentSha256() {
        return contentSha256;
    }

    /** The image files. */
    public List<String> files() {
        return files;
    }

    /** The class of each row. */
    public List<String> classes() {
        return classes;
    }

    /** SHA-256 of each image's file. */
    public List<String> hashes() {
        return hashes;
    }

    @Override
    public void close() {
        rows.close();
    }
}
