package dev.flawsmith.augmentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.image.Sha256;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetResumeTest {
    /** Refuses a third of all images, by their pixels alone. */
    private static final QualityGate GATE = (image, className) ->
            Integer.remainderUnsigned(java.util.Arrays.hashCode(image.samples()), 3) == 0 ? 0.2 : 0.9;

    @TempDir
    private Path folder;

    private final DatasetFixture fixture = new DatasetFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    /** A kill: nothing after an image is written. */
    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static DatasetListener killedAt(long index) {
        return new DatasetListener() {
            @Override
            public void accepted(DatasetImage image) {
                if (image.index() == index) {
                    throw new Killed();
                }
            }
        };
    }

    @Test
    void killedTwiceAndResumedItEndsWithTheSameBytes() throws Exception {
        String spec = String.format(DatasetFixture.GATED, DatasetFixture.photos(folder));
        Path whole = folder.resolve("whole");
        DatasetOutcome outcome = fixture.run(spec, whole, false, GATE, DatasetListener.NONE);
        assertTrue(outcome.complete(), outcome.failure());
        assertEquals(Map.of("scratch", 70L, "pit", 50L), outcome.classes());
        assertTrue(
                outcome.rejected().getOrDefault(Rejection.QUALITY, 0L) > 20,
                outcome.rejected().toString());
        assertTrue(
                outcome.rejected().getOrDefault(Rejection.NEAR_DUPLICATE, 0L) > 0,
                outcome.rejected().toString());

        Path killed = folder.resolve("killed");
        assertThrows(Killed.class, () -> fixture.run(spec, killed, false, GATE, killedAt(13)));
        assertFalse(Files.exists(killed.resolve(DatasetFolder.MANIFEST)));
        // A kill in the middle of a write leaves half a line, and a file that no line tells of.
        Files.writeString(
                killed.resolve(".flawsmith-augment/journal.jsonl"),
                "{\"index\":14,\"fi",
                java.nio.file.StandardOpenOption.APPEND);
        Files.writeString(killed.resolve("images/scratch/0000014.png"), "half");
        assertThrows(Killed.class, () -> fixture.run(spec, killed, true, GATE, killedAt(101)));
        // Files that a power failure emptied: they and all after them are drawn again.
        Files.write(killed.resolve("images/scratch/0000060.png"), new byte[0]);
        Files.write(killed.resolve("masks/scratch/0000050.png"), new byte[0]);
        assertTrue(fixture.run(spec, killed, true, GATE, DatasetListener.NONE).complete());
        assertEquals(DatasetFixture.hashes(whole), DatasetFixture.hashes(killed));
    }

    @Test
    void anImageDependsOnSpecAndNumberAndNotOnTheNumberOfOthers() throws Exception {
        Path many = folder.resolve("many");
        fixture.run(DatasetFixture.SPEC, many, false, null, DatasetListener.NONE);
        Path few = folder.resolve("few");
        fixture.run(DatasetFixture.SPEC.replace("70", "10"), few, false, null, DatasetListener.NONE);
        for (int i = 0; i < 10; i++) {
            String name = String.format("images/scratch/%07d.png", i);
            assertEquals(Sha256.hex(many.resolve(name)), Sha256.hex(few.resolve(name)));
        }
    }

    @Test
    void aFolderOfSomethingElseAndAnotherSpecAreRefused() throws Exception {
        Path out = folder.resolve("out");
        assertThrows(AugmentationException.class, () -> DatasetFolder.check(out, true));
        assertThrows(Killed.class, () -> fixture.run(DatasetFixture.SPEC, out, false, null, killedAt(5)));
        assertThrows(AugmentationException.class, () -> DatasetFolder.check(out, false));
        AugmentationException other = assertThrows(
                AugmentationException.class,
                () -> fixture.run(DatasetFixture.SPEC.replace("70", "71"), out, true, null, DatasetListener.NONE));
        assertTrue(String.valueOf(other.getMessage()).contains("expected the same plan"), other.getMessage());
        Path full = Files.createDirectory(folder.resolve("full"));
        Files.writeString(full.resolve("thesis.txt"), "years of work");
        assertThrows(AugmentationException.class, () -> DatasetFolder.check(full, false));
        assertTrue(fixture.run(DatasetFixture.SPEC, out, true, null, DatasetListener.NONE)
                .complete());
        assertThrows(AugmentationException.class, () -> DatasetFolder.check(out, true));
    }

    @Test
    void twoRunsOnOneFolderAreRefused() throws Exception {
        Path out = folder.resolve("out");
        assertThrows(Killed.class, () -> fixture.run(DatasetFixture.SPEC, out, false, null, killedAt(5)));
        DatasetFolder begun = DatasetFolder.check(out, true);
        try (DatasetStore held = DatasetStore.open(out, begun.work(), image -> {})) {
            held.forEach(image -> assertTrue(image.synthetic()));
            AugmentationException second =
                    assertThrows(AugmentationException.class, () -> DatasetStore.open(out, begun.work(), image -> {}));
            assertTrue(String.valueOf(second.getMessage()).contains("expected no other run at work"));
            assertEquals(LockProbe.REFUSED, LockProbe.run(out), "another process");
            assertThrows(AugmentationException.class, () -> DatasetFolder.discard(out));
        }
        assertEquals(0, LockProbe.run(out), "once it is let go");
        DatasetFolder.discard(out);
        assertFalse(Files.exists(out));
    }

    /** Killed between the manifest of a failed dataset and its move, and after a good one's. */
    @Test
    void whatWasLeftToDoAfterTheManifestIsDone() throws Exception {
        for (String status : new String[] {"failed", "complete"}) {
            Path out = Files.createDirectory(folder.resolve(status));
            Files.createDirectory(out.resolve(".flawsmith-augment"));
            Files.writeString(out.resolve(DatasetFolder.MANIFEST), "{\"status\": \"" + status + "\"}");
            AugmentationException e = assertThrows(AugmentationException.class, () -> DatasetFolder.check(out, true));
            assertTrue(
                    String.valueOf(e.getMessage()).contains(status.equals("failed") ? "failed dataset" : "finished"));
            assertFalse(Files.exists(out.resolve(".flawsmith-augment")));
            assertEquals(status.equals("failed"), Files.exists(folder.resolve(status + ".failed/manifest.json")));
        }
    }
}
