package dev.flawsmith.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.http.security.Caller;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class KeptStreamTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final AtomicLong nanos = new AtomicLong();
    private final KeptStream stream = new KeptStream("id", PATIENCE, 100, nanos::get);
    private final StreamShelf shelf = new StreamShelf(nanos::get);

    private static List<Long> ids(KeptStream.News news) {
        return news.events().stream().map(KeptStream.Event::id).toList();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void keepsTheLatestThatFitAndSaysWhereSomeAreMissing() throws Exception {
        for (int id = 1; id <= 7; id++) {
            stream.add(id, new byte[30]);
        }
        assertEquals(List.of(5L, 6L, 7L), ids(stream.after(4, Duration.ZERO)));
        assertTrue(stream.after(4, Duration.ZERO).whole());
        assertFalse(stream.after(3, Duration.ZERO).whole());
        stream.add(8, new byte[101]);
        assertEquals(List.of(), ids(stream.after(7, Duration.ZERO)));
        assertFalse(stream.after(7, Duration.ZERO).whole(), "one that is too large by itself is not kept");
    }

    @Test
    void wakesWhoWaitsForTheNextEventOrTheEnd() throws Exception {
        CompletableFuture<KeptStream.News> waiting = waiting();
        stream.add(1, new byte[1]);
        assertEquals(List.of(1L), ids(waiting.get(10, TimeUnit.SECONDS)));
        stream.end();
        assertTrue(stream.after(1, Duration.ofMinutes(1)).last());
    }

    private CompletableFuture<KeptStream.News> waiting() {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return stream.after(0, Duration.ofMinutes(1));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void isForsakenForGoodOnceNobodyHasListenedForItsPatience() {
        pass(PATIENCE.multipliedBy(2));
        assertFalse(stream.forsaken(), "its first listener is still there");
        assertTrue(stream.join());
        stream.leave();
        stream.leave();
        pass(PATIENCE);
        assertTrue(stream.join());
        stream.leave();
        pass(PATIENCE.plusNanos(1));
        assertTrue(stream.forsaken());
        assertFalse(stream.join());
    }

    @Test
    void aShelfHoldsSoManyOfACallerAndSoManyInAll() {
        List<KeptStream> open = new ArrayList<>();
        for (int caller = 0; caller < StreamShelf.MOST / StreamShelf.MOST_EACH; caller++) {
            for (int i = 0; i < StreamShelf.MOST_EACH; i++) {
                open.add(shelf.open(new Caller("line-" + caller), PATIENCE));
            }
            Caller same = new Caller("line-" + caller);
            assertEquals(429, status(() -> shelf.open(same, PATIENCE)));
        }
        assertEquals(429, status(() -> shelf.open(new Caller("another"), PATIENCE)));
        open.get(5).end();
        KeptStream next = shelf.open(new Caller("another"), PATIENCE);
        assertEquals(
                410, status(() -> shelf.join(new Caller("line-1"), open.get(5).id())));
        assertEquals(
                404, status(() -> shelf.join(new Caller("line-0"), open.get(5).id())));
        assertEquals(404, status(() -> shelf.join(new Caller("line-0"), next.id())));
        assertEquals(next, shelf.join(new Caller("another"), next.id()));
        open.get(0).leave();
        pass(PATIENCE.plusNanos(1));
        assertEquals(
                410, status(() -> shelf.join(new Caller("line-0"), open.get(0).id())));
        KeptStream unused = shelf.open(new Caller("yet another"), PATIENCE);
    }

    private static int status(Runnable refused) {
        return assertThrows(ApiException.class, refused::run).status();
    }
}
