package dev.flawsmith.jobs;

import java.time.Duration;

/** Settings for tests: everything happens soon. */
public final class TestSettings {
    private TestSettings() {}

    public static JobSettings fast() {
        return new JobSettings(
                1,
                Duration.ofMillis(200),
                4,
                Duration.ofMillis(100),
                Duration.ZERO,
                Duration.ofMillis(20),
                Duration.ofMillis(100),
                Duration.ofHours(1),
                10,
                Duration.ofSeconds(5));
    }
}
