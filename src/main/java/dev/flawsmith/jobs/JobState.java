package dev.flawsmith.jobs;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Where a job stands. */
public enum JobState {
    /** Waits for its turn, for the first time or after a server stopped. */
    QUEUED,
    /** A server works on it. */
    RUNNING,
    /** Something around it is out of order, such as a full disk; it goes on by itself. */
    PAUSED,
    /** Done; its files can be had. */
    SUCCEEDED,
    /** Cannot be done; its reason says why. */
    FAILED,
    /** It was not wanted any more. */
    CANCELLED,
    /** Was over for so long that its files are deleted. */
    EXPIRED;

    /** Whether nothing is done for it any more. */
    public boolean over() {
        return this == SUCCEEDED || this == FAILED || this == CANCELLED || this == EXPIRED;
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The state of that name. */
    public static Optional<JobState> named(String wireName) {
        return Stream.of(values())
                .filter(state -> state.wireName().equals(wireName))
                .findFirst();
    }
}
