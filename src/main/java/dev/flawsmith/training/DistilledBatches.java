package dev.flawsmith.training;

import dev.flawsmith.model.Condition;
import dev.flawsmith.model.EdmPreconditioning;
import dev.flawsmith.model.UNetConfig;
import dev.flawsmith.sampling.Guidance;
import dev.flawsmith.sampling.GuidedTrajectory;
import dev.flawsmith.sampling.Noise;
import dev.flawsmith.sampling.NoiseLevel;
import dev.flawsmith.sampling.Sampler;
import dev.flawsmith.sampling.Samplers;
import dev.flawsmith.sampling.SamplingPlan;
import dev.flawsmith.sampling.Trajectory;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A teacher's trajectories as lessons: at every level of the student, the state there and the one answer that takes an Euler
 * step from it to the teacher's state at the next level, {@code (z' - r z) / (1 - r)} with {@code r = sigma' / sigma}
 * (Salimans and Ho 2022, appendix G, for alpha 1). A batch's trajectories serve as many steps as the student has levels, each
 * row another level at each step. Not thread-safe.
 */
final class DistilledBatches implements BatchSource {
    private final Distillation distillation;
    private final TrainingConfig config;
    private final UNetConfig network;
    private final EdmPreconditioning edm;
    private final Noise random;
    private final ConditionDraw conditions;
    private final Sampler sampler;
    private final double[] sigmas;
    private final List<NoiseLevel> levels;
    private @Nullable Lesson latest;

    DistilledBatches(
            Distillation distillation,
            TrainingPhotos photos,
            TrainingConfig config,
            UNetConfig network,
            EdmPreconditioning edm) {
        this.distillation = distillation;
        this.config = config;
        this.network = network;
        this.edm = edm;
        this.random = new Noise(config.seed(), 0);
        this.conditions = new ConditionDraw(photos, config.dropCondition());
        this.sampler = Samplers.named(distillation.sampler());
        this.sigmas = distillation.sigmas();
        this.levels = distillation.levels();
    }

    /**
     * Trajectories of a batch.
     *
     * @param states {@code [row][level]}, values at every level of the student, the finished image last
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Lesson(long number, List<Condition> conditions, float[][][] states) {}

    /** {@inheritDoc} The teacher never shows a flip: {@code flips} changes nothing. */
    @Override
    public TrainingBatch at(long step, double flips) {
        int steps = distillation.steps();
        Lesson lesson = lesson(step / steps);
        TrainingBatch batch = TrainingBatch.empty(
                config.batch(),
                distillation.teacher().shape().size(),
                network.classes(),
                network.textDimension(),
                network.augmentDimension());
        for (int i = 0; i < config.batch(); i++) {
            int level = (int) ((step + i) % steps);
            batch.condition(i, lesson.conditions().get(i));
            float[] x = lesson.states()[i][level];
            batch.set(i, edm, x, sigmas[level], answer(x, lesson.states()[i][level + 1], level));
        }
        return batch;
    }

    private float[] answer(float[] x, float[] next, int level) {
        double ratio = sigmas[level + 1] / sigmas[level];
        float[] answer = new float[x.length];
        for (int j = 0; j < answer.length; j++) {
            answer[j] = (float) ((next[j] - ratio * x[j]) / (1 - ratio));
        }
        return answer;
    }

    private Lesson lesson(long number) {
        Lesson known = latest;
        if (known == null || known.number() != number) {
            known = draw(number);
            latest = known;
        }
        return known;
    }

    private Lesson draw(long number) {
        int draw = Math.toIntExact(number);
        List<Condition> told = new ArrayList<>();
        List<Trajectory> trajectories = new ArrayList<>();
        for (int i = 0; i < config.batch(); i++) {
            Condition condition = conditions.condition(random, draw, i, conditions.photo(random, draw, i));
            told.add(condition);
            trajectories.add(new GuidedTrajectory(
                    sampler.start(new SamplingPlan(
                            levels,
                            levels.get(0).sigma(),
                            new Noise(random.bits(draw, i), 0),
                            distillation.teacher().shape().size())),
                    condition.equals(Condition.NONE) ? Guidance.NONE : distillation.guidance()));
        }
        float[][][] states = new float[config.batch()][distillation.steps() + 1][];
        do {
            note(trajectories, states);
        } while (Lockstep.evaluate(distillation.teacher(), trajectories, told));
        return new Lesson(number, told, states);
    }

    /** Keeps the states of trajectories that have come to a level of the student. */
    private void note(List<Trajectory> trajectories, float[][][] states) {
        for (int i = 0; i < states.length; i++) {
            int done = trajectories.get(i).step();
            int level = done / distillation.substeps();
            if (done % distillation.substeps() == 0 && states[i][level] == null) {
                states[i][level] = trajectories.get(i).sample();
            }
        }
    }
}
