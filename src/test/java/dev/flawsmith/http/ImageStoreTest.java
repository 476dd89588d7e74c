package dev.flawsmith.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ImageStoreTest {
    private static final long LIMIT = 1_000;
    private Instant now = Instant.EPOCH;
    private final ImageStore store = new ImageStore(() -> now, Duration.ofMinutes(10), LIMIT);

    @Test
    void keepsAnImageForItsLifetimeAndKnowsItsIdAfterwards() {
        PngFile png = png(100);
        String id = store.add(png);
        now = now.plus(Duration.ofMinutes(10)).minusNanos(1);
        assertSame(png, store.find(id).orElseThrow());
        now = now.plusNanos(1);
        assertTrue(store.find(id).isEmpty());
        assertTrue(store.issued(id));
        assertEquals(0, store.bytes());
    }

    @Test
    void neverHoldsMoreThanItsLimitAndLetsTheOldestGo() {
        String first = store.add(png(400));
        String second = store.add(png(400));
        String third = store.add(png(400));
        assertTrue(store.find(first).isEmpty());
        assertTrue(store.find(second).isPresent());
        assertTrue(store.find(third).isPresent());
        assertEquals(800, store.bytes());
        store.add(png(5_000));
        assertEquals(0, store.bytes(), "an image beyond the limit is not kept");
    }

    @Test
    void countsTheRecipeToo() {
        store.add(new PngFile(new byte[10], "x".repeat(20)));
        assertEquals(50, store.bytes());
    }

    @Test
    void givesEveryImageAnIdOfItsOwnThatAUrlTakes() {
        String id = store.add(png(1));
        assertTrue(id.matches("[A-Za-z0-9_-]{32}"), id);
        assertNotEquals(id, store.add(png(1)));
    }

    @Test
    void knowsNoIdThatItDidNotIssue() {
        String id = store.add(png(1));
        char other = id.charAt(5) == 'A' ? 'B' : 'A';
        assertFalse(store.issued(id.substring(0, 5) + other + id.substring(6)));
        assertFalse(store.issued(new ImageStore(() -> now).add(png(1))));
        for (String foreign : new String[] {"", "generations", "../../etc/passwd", "A".repeat(32), "ä", id + id}) {
            assertFalse(store.issued(foreign), foreign);
            assertTrue(store.find(foreign).isEmpty(), foreign);
        }
    }

    private static PngFile png(int bytes) {
        return new PngFile(new byte[bytes], "");
    }
}
