package dev.flawsmith.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.flawsmith.augmentation.FolderLock;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadDeskTest {
    private static final String SPEC = "{\"train\":{\"upload\":{}},\"synthetic\":{\"upload\":{}}}";

    @TempDir
    private Path data;

    private JobKinds kinds;
    private Database database;
    private JobStore store;

    @BeforeEach
    void open() throws IOException {
        StepWork datasets = StepWork.free();
        kinds = new JobKinds(
                data, List.of(datasets, CountingComparison.work(new PhotoShelf(null), datasets, UploadLimits.DEFAULT)));
        kinds.prepare();
        database = new StoreLocation.Embedded(data).open();
        store = new JobStore(database, InstantSource.system());
    }

    @AfterEach
    void close() {
        database.close();
    }

    private UploadDesk desk(boolean shared) {
        return new UploadDesk(kinds, store, shared, (id, request) -> store.add(id, request, 3, 10));
    }

    private Path uploads(String id) throws IOException {
        Path uploads = JobKinds.uploads(kinds.folder(id));
        Files.createDirectories(uploads.resolve("train"));
        Files.writeString(uploads.resolve("train/1.png"), "1");
        return uploads;
    }

    private Path uploadsOfAJob(String id) throws IOException {
        store.add(id, new JobRequest("audit", "me", SPEC, null), 3, 10);
        return uploads(id);
    }

    @Test
    void uploadsStayAsLongAsTheirJobNeedsThem() throws IOException {
        Path needed = uploadsOfAJob("a");
        Path failed = uploadsOfAJob("b");
        Files.writeString(kinds.folder("b").resolve("result.json"), "{}");
        Job claimed = store.claim("b").orElseThrow();
        JobWork.Outcome outcome = new JobWork.Outcome("unreadable", "{}");
        assertEquals(JobStore.Standing.OURS, store.finish(claimed, JobState.FAILED, outcome, Duration.ofDays(1)));
        desk(false).tidy();
        assertTrue(Files.isRegularFile(needed.resolve("train/1.png")));
        assertFalse(Files.exists(failed));
        assertTrue(Files.exists(kinds.folder("b").resolve("result.json")));
    }

    @Test
    void whatAKilledServerLeftGoesButNotWhatAnotherOneIsTaking() throws IOException {
        Path left = uploads("c");
        desk(true).tidy();
        assertTrue(Files.exists(left));
        Files.setLastModifiedTime(kinds.folder("c"), FileTime.from(Instant.now().minus(Duration.ofDays(8))));
        desk(true).tidy();
        assertFalse(Files.exists(kinds.folder("c")));
        uploads("d");
        desk(false).tidy();
        assertFalse(Files.exists(kinds.folder("d")));
    }

    @Test
    void anUploadUnderWayIsLeftAloneAndGoneWhenItIsGivenUp() throws IOException {
        UploadDesk desk = desk(false);
        try (JobUpload upload = desk.begin("e", "audit")) {
            try (OutputStream out = upload.file("train")) {
                out.write(Archives.zip("1.png"));
            }
            desk.tidy();
            assertTrue(Files.exists(JobKinds.uploads(kinds.folder("e")).resolve("train.archive")));
        }
        assertFalse(Files.exists(kinds.folder("e")));
        assertEquals(
                JobException.Code.INVALID_REQUEST,
                assertThrows(JobException.class, () -> desk.begin("f", "dataset"))
                        .code());
    }

    /** These archives are none: unpacking them would throw. */
    @Test
    void anUploadWithAUsedKeyIsAnsweredBeforeItIsUnpacked() throws Exception {
        byte[] train = "no archive".getBytes(StandardCharsets.UTF_8);
        byte[] synthetic = "none either".getBytes(StandardCharsets.UTF_8);
        String made = "{\"options\":{\"seed\":1.50},\"synthetic\":" + uploaded(synthetic, 3) + ",\"train\":"
                + uploaded(train, 2) + "}";
        store.add("first", new JobRequest("audit", "me", made, "key"), 3, 10);
        assertEquals(
                "first",
                sentAgain("me", "key", train, synthetic, "{\"seed\": 1.50}").id());
        for (JobException refused : List.of(
                refusal("me", "key", train, train, "{\"seed\": 1.50}"),
                refusal("me", "key", train, synthetic, "{\"seed\": 2}"))) {
            assertEquals(JobException.Code.KEY_REUSED, refused.code());
        }
        for (JobException refused : List.of(
                refusal("me", "another", train, synthetic, "{\"seed\": 1.50}"),
                refusal("you", "key", train, synthetic, "{\"seed\": 1.50}"))) {
            assertEquals(JobException.Code.INVALID_REQUEST, refused.code(), "it is unpacked");
        }
        assertEquals(List.of(), kinds.uploaded());
    }

    private static String uploaded(byte[] archive, int images) throws Exception {
        String sha256 =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(archive));
        return "{\"upload\":{\"bytes\":" + archive.length + ",\"sha256\":\"" + sha256 + "\",\"images\":" + images
                + "}}";
    }

    private Job sentAgain(String owner, String key, byte[] train, byte[] synthetic, String options) throws Exception {
        try (JobUpload upload = desk(false).begin("again", "audit")) {
            try (OutputStream out = upload.file("train")) {
                out.write(train);
            }
            try (OutputStream out = upload.file("synthetic")) {
                out.write(synthetic);
            }
            upload.value(
                    "options",
                    JsonMapper.builder()
                            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                            .build()
                            .readTree(options));
            return upload.submit(owner, key);
        }
    }

    private JobException refusal(String owner, String key, byte[] train, byte[] synthetic, String options) {
        return assertThrows(JobException.class, () -> sentAgain(owner, key, train, synthetic, options));
    }

    @Test
    void aJobKeepsItsUploadsUntilItHasAResult() throws Exception {
        JobWork work = kinds.of("audit");
        Job job;
        try (JobUpload upload = desk(false).begin("g", "audit")) {
            for (String side : List.of("train", "synthetic")) {
                try (OutputStream out = upload.file(side)) {
                    out.write(Archives.zip("a/1.png", "b/2.png"));
                }
            }
            job = upload.submit("me", null);
        }
        Path folder = kinds.folder("g");
        Files.createDirectories(work.files(folder));
        Files.writeString(work.files(folder).resolve("half-written"), "by a run that was killed");
        assertThrows(
                JobStopped.class,
                () -> work.run(job.spec(), folder, (done, rejected) -> {
                    if (done == 2) {
                        throw new JobStopped(JobStopped.Reason.SHUTDOWN);
                    }
                }));
        assertTrue(Files.exists(JobKinds.uploads(folder)));
        JobWork.Outcome outcome = work.run(job.spec(), folder, (done, rejected) -> {});
        assertEquals("{\"synthetic\":2, \"train\":2}", outcome.result());
        assertFalse(Files.exists(JobKinds.uploads(folder)));
        assertFalse(Files.exists(work.files(folder).resolve("half-written")));
        assertEquals(outcome, work.run(job.spec(), folder, (done, rejected) -> {}));
        FolderLock lock = FolderLock.take(folder, folder);
        try (lock) { // as a server has it that stalled and lost the job
            assertThrows(IOException.class, () -> work.run(job.spec(), folder, (done, rejected) -> {}));
            assertThrows(IOException.class, () -> work.discard(folder));
        }
        work.discard(folder);
        assertFalse(Files.exists(folder));
    }
}
