package dev.flawsmith.batching;

import dev.flawsmith.model.Condition;
import dev.flawsmith.sampling.Evaluation;
import dev.flawsmith.sampling.Trajectory;
import java.util.function.Supplier;

/**
 * One image to denoise.
 *
 * @param trajectory makes the trajectory; called once, on the batcher's thread, when the row first gets a slot, so
 *     that waiting rows hold no state
 * @param condition what the network is told at the row's conditioned evaluations
 * @param otherwise what it is told at the others: nothing, or what guidance leads away from
 */
public record RowTask(Supplier<? extends Trajectory> trajectory, Condition condition, Condition otherwise) {
    /** At unconditioned evaluations the network is told nothing. */
    public RowTask(Supplier<? extends Trajectory> trajectory, Condition condition) {
        this(trajectory, condition, Condition.NONE);
    }

    /** What the network is told at an evaluation. */
    Condition told(Evaluation evaluation) {
        return evaluation.conditioned() ? condition : otherwise;
    }
}
