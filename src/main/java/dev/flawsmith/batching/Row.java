package dev.flawsmith.batching;

import dev.flawsmith.sampling.Trajectory;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One image under way. The trajectory belongs to the batcher's thread; the future to everyone. */
final class Row {
    private final Ticket ticket;
    private final RowTask task;
    private final CompletableFuture<float[]> sample = new CompletableFuture<>();
    private @Nullable Trajectory trajectory;
    private boolean underway;

    Row(Ticket ticket, RowTask task) {
        this.ticket = ticket;
        this.task = task;
    }

    Ticket ticket() {
        return ticket;
    }

    RowTask task() {
        return task;
    }

    CompletableFuture<float[]> sample() {
        return sample;
    }

    /** Finished, failed, or cancelled through its future: it wants no slot any more. */
    boolean over() {
        return sample.isDone();
    }

    /** Whether a network call has an evaluation of it, whose answer must come first. For the batcher's thread. */
    boolean underway() {
        return underway;
    }

    void underway(boolean now) {
        underway = now;
    }

    void fail(BatchingException failure) {
        sample.completeExceptionally(failure);
    }

    /** The trajectory, made at the first call. */
    Trajectory trajectory() {
        Trajectory made = trajectory;
        if (made == null) {
            made = task.trajectory().get();
            trajectory = made;
        }
        return made;
    }
}
