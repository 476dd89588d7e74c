package dev.flawsmith.training;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What every training does between its steps: counts, looks at the clock, saves when a checkpoint is due, and ends when the
 * budget is spent or someone asks for it. One run; {@link #stop()} from any thread.
 */
public final class TrainingLoop {
    private final TrainingBudget budget;
    private final long imagesAStep;
    private final Duration firstCheckpoint;
    private final Duration checkpointEvery;
    private final AtomicBoolean stop = new AtomicBoolean();

    /**
     * Where a run stands.
     *
     * @param step steps done
     * @param images images seen
     * @param seconds training time over all resumptions
     * @param share of the budget, in [0, 1]
     */
    public record Position(long step, long images, double seconds, double share) {
        /** Whether the budget is spent. */
        public boolean finished() {
            return share >= 1;
        }
    }

    /** What is trained. */
    public interface Work {
        /** Does one step from a position. */
        void step(Position from);

        /** A step is done. */
        void stepped(Position now);

        /** Writes a checkpoint: when one is due, and at the end whatever ends the run. */
        void save(Position now);
    }

    /**
     * A loop that has not begun.
     *
     * @param firstCheckpoint at most so long until the first checkpoint
     * @param checkpointEvery time between checkpoints
     */
    public TrainingLoop(TrainingBudget budget, long imagesAStep, Duration firstCheckpoint, Duration checkpointEvery) {
        this.budget = budget;
        this.imagesAStep = imagesAStep;
        this.firstCheckpoint = firstCheckpoint;
        this.checkpointEvery = checkpointEvery;
    }

    /** Asks the run to end after its current step. */
    public void stop() {
        stop.set(true);
    }

    /**
     * Runs until the budget is spent or {@link #stop()} is called.
     *
     * @param steps done before
     * @param seconds spent before
     * @return where it ended
     */
    public Position run(long steps, double seconds, Work work) {
        long began = System.nanoTime();
        long due = began + Math.min(checkpointEvery.toNanos(), firstCheckpoint.toNanos());
        Position position = position(steps, seconds);
        while (!stop.get() && !position.finished()) {
            work.step(position);
            position = position(position.step() + 1, seconds + (System.nanoTime() - began) / 1e9);
            work.stepped(position);
            if (System.nanoTime() - due >= 0) {
                work.save(position);
                due = System.nanoTime() + checkpointEvery.toNanos();
            }
        }
        work.save(position);
        return position;
    }

    private Position position(long steps, double seconds) {
        long images = steps * imagesAStep;
        return new Position(steps, images, seconds, Math.min(1, budget.progress(images, seconds)));
    }
}
