package dev.flawsmith.memorization;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.flawsmith.image.Sha256;
import dev.flawsmith.model.Safetensors;
import dev.flawsmith.model.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** An index on disk: {@code descriptors.safetensors} and {@code index.json}, which carries the other one's hash. */
final class IndexFiles {
    static final String DESCRIPTORS = "descriptors.safetensors";
    static final String DOCUMENT = "index.json";

    private static final String DRAFT = ".part";

    private static final ObjectMapper JSON = new ObjectMapper()
            .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private IndexFiles() {}

    static void write(Path directory, String descriptor, IndexContents contents, Calibration calibration)
            throws IOException {
        Files.createDirectories(directory);
        Path draft = directory.resolve(DESCRIPTORS + DRAFT);
        List<Tensor> tensors = List.of(
                tensor(IndexDocument.TRAIN, rows(contents.trainDescriptors())),
                tensor(IndexDocument.HOLDOUT, contents.holdoutDescriptors()));
        Safetensors.write(draft, tensors, Map.of(), Safetensors.Precision.F32);
        IndexDocument document = new IndexDocument(
                IndexDocument.FORMAT_VERSION,
                descriptor,
                contents.holdoutDescriptors()[0].length,
                contents.trainDescriptors().length,
                Sha256.hex(Files.readAllBytes(draft)),
                IndexDocument.CalibrationJson.of(calibration),
                photos(contents));
        replace(draft, directory.resolve(DESCRIPTORS));
        Path documentDraft = directory.resolve(DOCUMENT + DRAFT);
        Files.write(documentDraft, JSON.writeValueAsBytes(document));
        replace(documentDraft, directory.resolve(DOCUMENT));
    }

    static IndexContents read(Path directory, String descriptor) throws IOException {
        Path documentFile = directory.resolve(DOCUMENT);
        IndexDocument document = document(documentFile);
        int version = document.formatVersion();
        require(
                version == IndexDocument.FORMAT_VERSION || version == IndexDocument.FIRST_VERSION,
                documentFile,
                "format version " + IndexDocument.FIRST_VERSION + " or " + IndexDocument.FORMAT_VERSION,
                version);
        require(
                document.descriptor().equals(descriptor),
                documentFile,
                "descriptor " + descriptor,
                document.descriptor());
        Path descriptorsFile = directory.resolve(DESCRIPTORS);
        String hash = Sha256.hex(bytes(descriptorsFile));
        require(
                hash.equals(document.descriptorsSha256()),
                descriptorsFile,
                "sha256 " + document.descriptorsSha256(),
                hash);
        IndexContents contents = contents(document, documentFile, descriptors(descriptorsFile), descriptorsFile);
        Calibration calibration = calibration(contents, documentFile);
        require(
                IndexDocument.CalibrationJson.of(calibration).equals(document.calibration()),
                documentFile,
                "the calibration of its holdout scores " + IndexDocument.CalibrationJson.of(calibration),
                document.calibration());
        return contents;
    }

    private static IndexContents contents(
            IndexDocument document, Path documentFile, Safetensors.Contents descriptors, Path descriptorsFile)
            throws IndexException {
        List<IndexEntry> train = new ArrayList<>();
        List<IndexEntry> holdout = new ArrayList<>();
        List<CopyScore> scores = new ArrayList<>();
        for (IndexDocument.Photo photo : document.photos()) {
            IndexDocument.Score score = photo.score();
            if (photo.split().equals(IndexDocument.TRAIN)) {
                train.add(photo.entry());
            } else if (photo.split().equals(IndexDocument.HOLDOUT) && score != null) {
                holdout.add(photo.entry());
                scores.add(score(score, photo.file(), documentFile));
            } else {
                throw new IndexException(documentFile + ": expected split train, or holdout with a score, found "
                        + photo.split() + " for " + photo.file());
            }
        }
        require(train.size() >= 2, documentFile, "at least 2 training photos", train.size());
        require(!holdout.isEmpty(), documentFile, "at least 1 holdout photo", holdout.size());
        for (CopyScore score : scores) {
            require(
                    score.nearest() < train.size(),
                    documentFile,
                    "nearest photos from 0 to " + (train.size() - 1),
                    score.nearest());
        }
        int views = views(document, documentFile);
        return new IndexContents(
                train,
                views(
                        matrix(
                                descriptors,
                                IndexDocument.TRAIN,
                                views * train.size(),
                                document.dimension(),
                                descriptorsFile),
                        views),
                holdout,
                matrix(descriptors, IndexDocument.HOLDOUT, holdout.size(), document.dimension(), descriptorsFile),
                scores);
    }

    private static int views(IndexDocument document, Path file) throws IndexException {
        Integer views = document.views();
        if (document.formatVersion() == IndexDocument.FIRST_VERSION) {
            require(views == null, file, "no views in format version 1", String.valueOf(views));
            return 1;
        }
        int most = ImageSymmetry.values().length;
        if (views == null || (views != 1 && views != most)) {
            throw new IndexException(file + ": expected views of 1 or " + most + ", found " + views);
        }
        return views;
    }

    /** The rows of the first view, then those of the second, and so on. */
    private static float[][] rows(float[][][] views) {
        return Arrays.stream(views).flatMap(Arrays::stream).toArray(float[][]::new);
    }

    private static float[][][] views(float[][] rows, int views) {
        int photos = rows.length / views;
        float[][][] split = new float[views][][];
        for (int view = 0; view < views; view++) {
            split[view] = Arrays.copyOfRange(rows, view * photos, (view + 1) * photos);
        }
        return split;
    }

    private static CopyScore score(IndexDocument.Score score, String photo, Path file) throws IndexException {
        try {
            return new CopyScore(score.score(), score.distance(), score.nearest());
        } catch (IllegalArgumentException e) {
            throw new IndexException(file + ": score of " + photo + ": " + e.getMessage(), e);
        }
    }

    private static Calibration calibration(IndexContents contents, Path file) throws IndexException {
        try {
            return Calibration.of(contents.holdoutScores());
        } catch (IllegalArgumentException e) {
            throw new IndexException(file + ": " + e.getMessage(), e);
        }
    }

    private static float[][] matrix(Safetensors.Contents descriptors, String name, int rows, int columns, Path file)
            throws IndexException {
        Tensor tensor;
        try {
            tensor = descriptors.tensor(name);
        } catch (IllegalArgumentException e) {
            throw new IndexException(file + ": " + e.getMessage(), e);
        }
        require(
                Arrays.equals(tensor.shape(), new long[] {rows, columns}),
                file,
                name + " of shape [" + rows + ", " + columns + "]",
                Arrays.toString(tensor.shape()));
        float[][] matrix = new float[rows][];
        for (int r = 0; r < rows; r++) {
            matrix[r] = Arrays.copyOfRange(tensor.values(), r * columns, (r + 1) * columns);
            for (float value : matrix[r]) {
                require(Float.isFinite(value), file, "finite numbers in " + name + " row " + r, value);
            }
        }
        return matrix;
    }

    private static Safetensors.Contents descriptors(Path file) throws IndexException {
        try {
            return Safetensors.read(file);
        } catch (IOException e) {
            throw new IndexException(String.valueOf(e.getMessage()), e);
        }
    }

    private static IndexDocument document(Path file) throws IOException {
        try {
            IndexDocument document = JSON.readValue(bytes(file), IndexDocument.class);
            if (document == null) {
                throw new IndexException(file + ": expected an index document, found null");
            }
            return document;
        } catch (JsonProcessingException e) {
            throw new IndexException(file + ": expected an index document, found: " + e.getOriginalMessage(), e);
        }
    }

    private static byte[] bytes(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IndexException("expected " + file + ", found no such file");
        }
        return Files.readAllBytes(file);
    }

    private static void require(boolean holds, Path file, String expected, Object found) throws IndexException {
        if (!holds) {
            throw new IndexException(file + ": expected " + expected + ", found " + found);
        }
    }

    private static List<IndexDocument.Photo> photos(IndexContents contents) {
        List<IndexDocument.Photo> photos = new ArrayList<>();
        for (IndexEntry entry : contents.train()) {
            photos.add(new IndexDocument.Photo(
                    entry.file(), entry.className(), IndexDocument.TRAIN, entry.sha256(), null));
        }
        for (int i = 0; i < contents.holdout().size(); i++) {
            IndexEntry entry = contents.holdout().get(i);
            CopyScore score = contents.holdoutScores().get(i);
            photos.add(new IndexDocument.Photo(
                    entry.file(),
                    entry.className(),
                    IndexDocument.HOLDOUT,
                    entry.sha256(),
                    new IndexDocument.Score(score.score(), score.distance(), score.nearest())));
        }
        return photos;
    }

    private static void replace(Path draft, Path file) throws IOException {
        Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private static Tensor tensor(String name, float[][] rows) {
        int columns = rows[0].length;
        float[] values = new float[Math.multiplyExact(rows.length, columns)];
        for (int r = 0; r < rows.length; r++) {
            System.arraycopy(rows[r], 0, values, r * columns, columns);
        }
        return new Tensor(name, new long[] {rows.length, columns}, values);
    }
}
