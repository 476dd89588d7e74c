package dev.flawsmith.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class H2JobsTest extends JobsContract {
    @Override
    StoreLocation fresh(Path folder) {
        return new StoreLocation.Embedded(folder);
    }

    /** What a full disk does to H2. */
    @Test
    void opensAStoreAgainThatClosedItself() throws Exception {
        try (Database database = fresh(data).open()) {
            JobStore store = new JobStore(database, InstantSource.system());
            JobRequest request = new JobRequest(StepWork.KIND, "line-7", StepWork.spec(1), null);
            assertEquals("kept", store.add("kept", request, 1, 10).id());
            assertThrows(
                    StoreException.class,
                    () -> database.transaction(connection -> {
                        int unused = Database.update(connection, "shutdown immediately");
                        throw new SQLException("closed");
                    }));
            long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (true) {
                try {
                    assertTrue(store.find("kept").isPresent());
                    return;
                } catch (StoreException e) {
                    assertTrue(System.nanoTime() < end, e.getMessage());
                    Thread.sleep(20);
                }
            }
        }
    }
}
