package dev.flawsmith.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class StoreGateTest {
    private final AtomicLong nanos = new AtomicLong();
    private final StoreGate gate = new StoreGate(nanos::get);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch answer = new CountDownLatch(1);
    private volatile CountDownLatch asked = new CountDownLatch(0);

    @AfterEach
    void end() {
        answer.countDown();
        threads.shutdownNow();
    }

    private static String fail() throws SQLException {
        throw new SQLException("no store");
    }

    @Test
    void knowsWhetherTheLatestAttemptFailed() throws Exception {
        assertFalse(gate.away());
        assertThrows(SQLException.class, () -> gate.pass(StoreGateTest::fail));
        assertTrue(gate.away());
        nanos.addAndGet(StoreGate.RETRY.toNanos());
        assertEquals("back", gate.pass(() -> "back"));
        assertFalse(gate.away());
    }

    /** One that waits until there is an answer. */
    private CompletableFuture<String> waiting() {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return gate.pass(() -> {
                            asked.countDown();
                            return answered();
                        });
                    } catch (SQLException e) {
                        throw new IllegalStateException(e);
                    }
                },
                threads);
    }

    private String answered() throws SQLException {
        try {
            answer.await();
            return "open";
        } catch (InterruptedException e) {
            throw new SQLException(e);
        }
    }

    private String passes() {
        try {
            return gate.pass(() -> "open");
        } catch (SQLException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Test
    void tellsAtOnceThatTheStoreIsAwayAndLooksAgainAfterAWhile() throws Exception {
        assertEquals("open", passes());
        assertThrows(SQLException.class, () -> gate.pass(StoreGateTest::fail));
        assertEquals("the store did not answer a moment ago", passes());
        nanos.addAndGet(StoreGate.RETRY.toNanos());
        assertThrows(SQLException.class, () -> gate.pass(StoreGateTest::fail));
        assertEquals("the store did not answer a moment ago", passes());
        nanos.addAndGet(StoreGate.RETRY.toNanos());
        assertEquals("open", passes());
        assertEquals("open", passes());
    }

    @Test
    void oneLooksWhileTheOthersAreTold() throws Exception {
        assertThrows(SQLException.class, () -> gate.pass(StoreGateTest::fail));
        nanos.addAndGet(StoreGate.RETRY.toNanos());
        asked = new CountDownLatch(1);
        CompletableFuture<String> looking = waiting();
        asked.await();
        assertEquals("the store did not answer a moment ago", passes());
        answer.countDown();
        assertEquals("open", looking.get(10, TimeUnit.SECONDS));
        assertEquals("open", passes());
    }

    @Test
    void onlySoManyWait() throws Exception {
        asked = new CountDownLatch(StoreGate.MOST_WAITING);
        List<CompletableFuture<String>> all = new ArrayList<>();
        for (int i = 0; i < StoreGate.MOST_WAITING; i++) {
            all.add(waiting());
        }
        asked.await();
        assertEquals("expected fewer than 32 to wait for the store", passes());
        answer.countDown();
        for (CompletableFuture<String> each : all) {
            assertEquals("open", each.get(10, TimeUnit.SECONDS));
        }
        assertEquals("open", passes());
    }
}
