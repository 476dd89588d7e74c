package dev.flawsmith.batching;

import dev.flawsmith.model.Condition;
import dev.flawsmith.sampling.Trajectory;
import java.util.function.Supplier;

/**
 * One image to denoise.
 *
 * @param trajectory makes the trajectory; called once, on the batcher's thread, when the row first gets a slot, so
 *     that waiting rows hold no state
 * @param condition what the network is told at the row's conditioned evaluations; at the others it is told nothing
 */
public record RowTask(Supplier<? extends Trajectory> trajectory, Condition condition) {}
