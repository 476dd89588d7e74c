package dev.flawsmith.augmentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DatasetChecksTest {
    @TempDir
    private Path folder;

    private final DatasetFixture fixture = new DatasetFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    private DatasetOutcome run(String spec) throws Exception {
        return fixture.run(spec, folder.resolve("out"), false, null, DatasetListener.NONE);
    }

    @Test
    void noCopiesAreOnlySaidOfImagesThatWereCompared() throws Exception {
        DatasetOutcome outcome = run("model: drawn\nclasses: {pit: 3}\nseed: 1\nchecks: {copies: 0}\n");
        assertFalse(outcome.complete());
        String failure = String.valueOf(outcome.failure());
        assertTrue(failure.contains("1 image that no guard has compared with any"), failure);
        assertEquals(1, outcome.synthetic(), "it stops with the first");
        assertFalse(Files.exists(folder.resolve("out")));
    }

    @Test
    void aBalanceIsLostEarlyOnlyWhereNoImageCanSaveIt() {
        AttributeSamples real = new AttributeSamples();
        AttributeSamples drawn = new AttributeSamples();
        DatasetSpec.Checks checks = SpecReader.read("""
                        model: drawn
                        classes: {pit: 100}
                        seed: 1
                        reference: photos
                        checks: {balance: {attributes: [brightness], at_most: 0.305}}
                        """).spec().checks();
        DatasetChecks standing = new DatasetChecks(checks, Map.of("pit", 100L), drawn, real);
        for (int i = 0; i < 50; i++) {
            real.add("pit", Map.of(Attribute.BRIGHTNESS, 100.0 + i));
        }
        for (int i = 0; i < 30; i++) {
            drawn.add("pit", Map.of(Attribute.BRIGHTNESS, 200.0));
        }
        assertEquals(Optional.empty(), standing.lostBalance(), "30 of 100 above all: 0.30 at least, which may pass");
        drawn.add("pit", Map.of(Attribute.BRIGHTNESS, 200.0));
        String lost = String.valueOf(standing.lostBalance().orElseThrow());
        assertTrue(lost.contains("at least 0.310 in the brightness of pit"), lost);
    }
}
