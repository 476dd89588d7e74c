package dev.flawsmith.jobs;

import java.time.Duration;

/**
 * How jobs are kept and worked on.
 *
 * @param workers jobs at once on this server
 * @param heartbeat how often a server says that it still works on a job
 * @param missedHeartbeats after how many a job is taken over; at least 4
 * @param poll how often a server looks for jobs that others left
 * @param confirm how long a server may go on without asking whether the job is still its own; below the time of a take-over
 * @param firstRetry until a paused job goes on; doubles with every failure in a row
 * @param longestRetry but never longer
 * @param keep how long a job's files stay after it is over
 * @param unfinishedPerOwner most jobs of one owner that are not over
 * @param stop how long a server that stops waits for its jobs to come to a consistent point
 */
public record JobSettings(
        int workers,
        Duration heartbeat,
        int missedHeartbeats,
        Duration poll,
        Duration confirm,
        Duration firstRetry,
        Duration longestRetry,
        Duration keep,
        int unfinishedPerOwner,
        Duration stop) {
    /** db-scheduler's own bound. */
    private static final int FEWEST_MISSED = 4;

    public JobSettings {
        if (workers < 1 || unfinishedPerOwner < 1) {
            throw new IllegalArgumentException(
                    "expected at least 1 worker and 1 job, found " + workers + " and " + unfinishedPerOwner);
        }
        if (missedHeartbeats < FEWEST_MISSED) {
            throw new IllegalArgumentException(
                    "missedHeartbeats: expected at least " + FEWEST_MISSED + ", found " + missedHeartbeats);
        }
        if (confirm.compareTo(heartbeat.multipliedBy(missedHeartbeats)) >= 0) {
            throw new IllegalArgumentException("confirm: expected less than " + missedHeartbeats + " heartbeats of "
                    + heartbeat + ", found " + confirm);
        }
    }

    /** One job at a time, taken over within {@link #takeOver()}: 3 s × (4 + 2) + 1 s; files for seven days; ten jobs an owner. */
    public static JobSettings defaults() {
        return new JobSettings(
                1,
                Duration.ofSeconds(3),
                FEWEST_MISSED,
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                Duration.ofMinutes(5),
                Duration.ofDays(7),
                10,
                Duration.ofSeconds(20));
    }

    public JobSettings withKeep(Duration other) {
        return new JobSettings(
                workers,
                heartbeat,
                missedHeartbeats,
                poll,
                confirm,
                firstRetry,
                longestRetry,
                other,
                unfinishedPerOwner,
                stop);
    }

    public JobSettings withUnfinishedPerOwner(int other) {
        return new JobSettings(
                workers, heartbeat, missedHeartbeats, poll, confirm, firstRetry, longestRetry, keep, other, stop);
    }

    /** Longest time from a server's death to another one's claim: the heartbeats that are missed, a look every two, a poll. */
    public Duration takeOver() {
        return heartbeat.multipliedBy(missedHeartbeats + 2L).plus(poll);
    }

    /** Until a job goes on that failed so often in a row. */
    Duration retry(int failures) {
        Duration wait = firstRetry;
        for (int i = 1; i < failures && wait.compareTo(longestRetry) < 0; i++) {
            wait = wait.multipliedBy(2);
        }
        return wait.compareTo(longestRetry) < 0 ? wait : longestRetry;
    }
}
