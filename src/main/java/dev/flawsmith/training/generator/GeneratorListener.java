package dev.flawsmith.training.generator;

import dev.flawsmith.training.TrainingLoop;
import java.util.List;

/** Hears how training goes; called on the training thread. */
public interface GeneratorListener {
    /** Hears nothing. */
    GeneratorListener NONE = new GeneratorListener() {};

    /** A step is done. */
    default void stepped(Progress progress) {}

    /** A checkpoint is on disk; {@code average} are the generator's averaged weights of that moment, flat; not to be changed. */
    default void checkpointed(Progress progress, float[] average) {}

    /**
     * Where the run stands.
     *
     * @param losses of this step, in the order of {@link GeneratorMethod#losses()}
     */
    record Progress(TrainingLoop.Position position, List<Double> losses) {
        public Progress {
            losses = List.copyOf(losses);
        }
    }
}
