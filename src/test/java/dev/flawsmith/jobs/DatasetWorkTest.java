package dev.flawsmith.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.dataset.procedural.ProceduralGenerator;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.Png;
import dev.flawsmith.image.Sha256;
import dev.flawsmith.synthesis.FieldError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatasetWorkTest {
    private static final int SIZE = 32;
    private static final ProceduralGenerator GENERATOR = new ProceduralGenerator();
    private static final String SPEC =
            "{\"model\":\"drawn\",\"classes\":{\"scratch\":30,\"pit\":20},\"seed\":7,\"formats\":[\"imagefolder\",\"parquet\"]}";
    private static final JobWatch NOBODY = (done, rejected) -> {};

    @TempDir
    private Path folder;

    private Path photos;
    private DatasetWork work;

    private final RuleWorkshop workshop = new RuleWorkshop(SIZE);

    @BeforeEach
    void open() throws IOException {
        photos = Files.createDirectory(folder.resolve("photos"));
        for (int i = 0; i < 6; i++) {
            Path file = photos.resolve("line/scratch/" + i + ".png");
            Files.createDirectories(file.getParent());
            PixelImage image = GENERATOR.generate("scratch", 900 + i, 40, 40).image();
            Files.write(file, Png.encode(image, Map.of()));
        }
        Files.createDirectories(folder.resolve("secret/scratch"));
        Files.copy(photos.resolve("line/scratch/0.png"), folder.resolve("secret/scratch/0.png"));
        Files.createSymbolicLink(photos.resolve("link"), folder.resolve("secret"));
        work = new DatasetWork(workshop, new PhotoShelf(photos));
    }

    @AfterEach
    void close() {
        workshop.close();
    }

    private static Map<String, String> hashes(Path root) throws IOException {
        Map<String, String> hashes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                hashes.put(root.relativize(file).toString(), Sha256.hex(file));
            }
        }
        return hashes;
    }

    @Test
    void stoppedTwiceAndGoneOnWithItEndsWithTheSameBytes() throws Exception {
        assertEquals(50, work.check(SPEC, folder.resolve("whole")));
        JobWork.Outcome whole = work.run(SPEC, folder.resolve("whole"), NOBODY);
        assertNull(whole.failure());
        assertTrue(whole.result().contains("\"synthetic\":50"), whole.result());
        Path stopped = folder.resolve("stopped");
        for (int at : new int[] {13, 40}) {
            assertThrows(
                    JobStopped.class,
                    () -> work.run(SPEC, stopped, (done, rejected) -> {
                        if (done == at) {
                            throw new JobStopped(JobStopped.Reason.SHUTDOWN);
                        }
                    }));
        }
        long[] first = {-1};
        assertEquals(whole, work.run(SPEC, stopped, (done, rejected) -> first[0] = first[0] < 0 ? done : first[0]));
        assertEquals(40, first[0], "goes on after the images that were there");
        assertEquals(hashes(work.files(folder.resolve("whole"))), hashes(work.files(stopped)));
        // Killed between the dataset's last file and the store's row.
        assertEquals(whole, work.run(SPEC, stopped, (done, rejected) -> {
            throw new AssertionError("nothing is left to draw");
        }));
        work.discard(stopped);
        assertFalse(Files.exists(stopped));
    }

    @Test
    void aDatasetThatCannotBeAsWantedFailsWithItsReason() throws Exception {
        String spec = SPEC.replace("\"seed\"", "\"checks\":{\"brightness\":{\"min\":254}},\"seed\"");
        JobWork.Outcome failed = work.run(spec, folder.resolve("failed"), NOBODY);
        assertTrue(String.valueOf(failed.failure()).contains("brightness"), failed.failure());
        assertEquals(failed, work.run(spec, folder.resolve("failed"), NOBODY), "asked again, as after a kill");
        assertFalse(Files.exists(work.files(folder.resolve("failed"))));
        work.discard(folder.resolve("failed"));
        assertFalse(Files.exists(folder.resolve("failed")));
    }

    @Test
    void takesPhotosOfTheShelf() {
        String spec =
                SPEC.replace("\"classes\":{\"scratch\":30,\"pit\":20}", "\"balance\":{\"like\":\"line\",\"to\":9}");
        assertEquals(3, work.check(spec, folder.resolve("balanced")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "reference|../secret",
                "reference|link",
                "reference|line/../../secret",
                "reference|/etc",
                "reference|.",
                "reference|nowhere",
                "reference|line/scratch/0.png",
                "reference|..\\\\secret",
                "include|../secret",
                "onto|../secret",
                "onto|/etc",
                "include|a\\u0000b",
            })
    void nothingOutsideTheShelfIsSeen(String field, String path) {
        String spec = SPEC.replace("\"seed\"", "\"" + field + "\":\"" + path + "\",\"seed\"");
        JobException refused = assertThrows(JobException.class, () -> work.check(spec, folder.resolve("refused")));
        assertEquals(JobException.Code.INVALID_REQUEST, refused.code());
        assertFalse(String.valueOf(refused.getMessage()).contains(folder.toString()), refused.getMessage());
    }

    @Test
    void allThatIsWrongIsToldAtOnceByField() throws Exception {
        String spec = "{\"models\":{\"/models/steel\":1,\"drawn\":1},\"balance\":{\"like\":\"../x\",\"to\":\"max\"},"
                + "\"include\":\"/y\",\"checks\":{\"frechet_distance\":{\"at_most\":1,\"encoder\":\"/z\"}},\"seed\":1}";
        JobException refused = assertThrows(JobException.class, () -> work.check(spec, folder.resolve("refused")));
        Set<String> fields = new TreeSet<>();
        refused.errors().stream().map(FieldError::field).forEach(fields::add);
        assertEquals(Set.of("models", "balance.like", "include", "checks.frechet_distance.encoder"), fields);
        JobException unknown = assertThrows(
                JobException.class, () -> work.check("{\"colour\":1,\"seed\":-1}", folder.resolve("refused")));
        assertEquals(4, unknown.errors().size(), unknown.getMessage()); // and neither model nor classes
        JobException both = assertThrows(
                JobException.class,
                () -> work.check(
                        "{\"model\":\"gone\",\"seed\":-1,\"classes\":{\"pit\":1},\"checks\":{\"copies\":0,"
                                + "\"frechet_distance\":{\"at_most\":1,\"encoder\":\"/z\"}}}",
                        folder.resolve("refused")));
        assertEquals(
                Set.of("seed", "model", "checks.frechet_distance", "checks.frechet_distance.encoder"),
                both.errors().stream().map(FieldError::field).collect(Collectors.toSet()));
        assertTrue(String.valueOf(both.getMessage()).contains("found \"gone\""), both.getMessage());
        for (String wrong : List.of(
                SPEC.replace("30", "1000000000000"),
                SPEC.replace("30", "1e999"),
                SPEC.replace("scratch", "../../up"),
                SPEC.replace("scratch", "s".repeat(300)),
                SPEC.replace("drawn", "../drawn"))) {
            assertThrows(JobException.class, () -> work.check(wrong, folder.resolve("refused")), wrong);
        }
        DatasetWork bare = new DatasetWork(workshop, new PhotoShelf(null));
        String named = SPEC.replace("\"seed\"", "\"reference\":\"line\",\"seed\"");
        assertThrows(JobException.class, () -> bare.check(named, folder.resolve("refused")));
    }
}
