package dev.flawsmith.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.model.Denoiser;
import dev.flawsmith.model.DenoiserBatch;
import dev.flawsmith.model.EdmPreconditioning;
import dev.flawsmith.model.ImageShape;
import dev.flawsmith.sampling.Guidance;
import dev.flawsmith.sampling.KarrasSchedule;
import dev.flawsmith.sampling.NoiseLevel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleBiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DistilledBatchesTest {
    private static final int SIZE = 256;
    private static final double SPREAD = 0.5;
    private static final EdmPreconditioning EDM = new EdmPreconditioning(0.5);
    private static final KarrasSchedule SCHEDULE = new KarrasSchedule(0.3, 80, 7);

    /** Knows the data's law, independent Gaussians of standard deviation {@link #SPREAD}: {@code D = x s²/(s² + sigma²)}. */
    private static final Denoiser GAUSSIAN =
            new Answering((x, sigma) -> x * SPREAD * SPREAD / (SPREAD * SPREAD + sigma * sigma), true);

    /** @param whatever the condition; else the unconditioned answer is 0 */
    private record Answering(ToDoubleBiFunction<Float, Double> answer, boolean whatever) implements Denoiser {
        @Override
        public ImageShape shape() {
            return new ImageShape(1, 16, 16);
        }

        @Override
        public float[][] denoise(DenoiserBatch batch) {
            float[][] denoised = new float[batch.x().length][SIZE];
            for (int i = 0; i < denoised.length; i++) {
                boolean told = batch.conditions().get(i).classIndex() >= 0
                        || batch.conditions().get(i).text() != null;
                for (int j = 0; j < SIZE && (told || whatever); j++) {
                    denoised[i][j] = (float) answer.applyAsDouble(batch.x()[i][j], batch.sigma()[i]);
                }
            }
            return denoised;
        }

        @Override
        public String engine() {
            return "arithmetic";
        }

        @Override
        public void close() {}
    }

    private static Distillation distillation(Denoiser teacher, double guidance, int substeps) {
        return new Distillation(teacher, "dpmpp-2m", Guidance.of(guidance), SCHEDULE, 4, substeps, 0.01);
    }

    private static DistilledBatches batches(Distillation distillation) {
        return new DistilledBatches(
                distillation, ToyTraining.photos(6), ToyTraining.CONFIG.withBatch(12), ToyTraining.NETWORK, EDM);
    }

    private static int level(TrainingBatch batch, int row) {
        double[] sigmas = SCHEDULE.sigmas(4);
        for (int level = 0; level < 4; level++) {
            if (Math.abs(batch.level()[row] - EDM.cNoise(sigmas[level])) < 1e-5) {
                return level;
            }
        }
        throw new AssertionError("no level of the student: c_noise " + batch.level()[row]);
    }

    @Test
    void theTeachersLevelsHoldTheStudents() {
        List<NoiseLevel> levels = distillation(GAUSSIAN, 1, 3).levels();

        assertEquals(13, levels.size());
        double[] sigmas = SCHEDULE.sigmas(4);
        for (int i = 0; i <= 4; i++) {
            assertEquals(sigmas[i], levels.get(3 * i).sigma(), 1e-12);
        }
        assertEquals(0.01, levels.get(11).sigma(), 1e-12);
        for (int i = 0; i < 12; i++) {
            assertTrue(levels.get(i).sigma() > levels.get(i + 1).sigma(), levels.toString());
        }
    }

    @Test
    void anEulerStepWithTheAnswerEndsWhereTheOdeDoes() {
        DistilledBatches batches = batches(distillation(GAUSSIAN, 1, 60));
        double[] sigmas = SCHEDULE.sigmas(4);
        Set<Integer> seen = new HashSet<>();
        for (int step = 0; step < 4; step++) {
            TrainingBatch batch = batches.at(step, 0);
            for (int i = 0; i < 12; i++) {
                int level = level(batch, i);
                seen.add(level * 100 + i);
                double sigma = sigmas[level];
                double next = sigmas[level + 1];
                double exact = Math.sqrt((SPREAD * SPREAD + next * next) / (SPREAD * SPREAD + sigma * sigma));
                for (int j = 0; j < SIZE; j++) {
                    double x = batch.input()[i * SIZE + j] / EDM.cIn(sigma);
                    double clean = batch.target()[i * SIZE + j] * EDM.cOut(sigma) + EDM.cSkip(sigma) * x;
                    double reached = next / sigma * x + (1 - next / sigma) * clean;
                    assertEquals(exact * x, reached, 2e-3 * Math.max(1, exact * Math.abs(x)));
                }
            }
        }
        assertEquals(48, seen.size(), "every row comes to every level");
    }

    @Test
    void theAnswerIsTheGuidedOneWhereThereIsACondition() {
        DistilledBatches batches = batches(distillation(new Answering((x, sigma) -> 0.25, false), 1.5, 3));
        int told = 0;
        int untold = 0;
        for (int step = 0; step < 40; step += 4) {
            TrainingBatch batch = batches.at(step, 0);
            for (int i = 0; i < 12; i++) {
                double sigma = SCHEDULE.sigmas(4)[level(batch, i)];
                boolean condition = batch.label()[2 * i] + batch.label()[2 * i + 1] > 0;
                for (int k = 0; k < 4; k++) {
                    condition |= batch.sentence()[4 * i + k] != 0;
                }
                told += condition ? 1 : 0;
                untold += condition ? 0 : 1;
                double x = batch.input()[i * SIZE] / EDM.cIn(sigma);
                double clean = batch.target()[i * SIZE] * EDM.cOut(sigma) + EDM.cSkip(sigma) * x;
                assertEquals(condition ? 0.375 : 0, clean, 2e-4 * Math.max(1, sigma));
            }
        }
        assertTrue(told > 90 && untold > 3, told + " told, " + untold + " not");
    }

    @Test
    void aStepsBatchDependsOnNothingAskedBefore() {
        DistilledBatches asked = batches(distillation(GAUSSIAN, 1.5, 3));
        for (int step = 0; step < 7; step++) {
            asked.at(step, 0.5);
        }
        TrainingBatch after = asked.at(6, 0.5);
        TrainingBatch alone = batches(distillation(GAUSSIAN, 1.5, 3)).at(6, 0);

        assertArrayEquals(alone.input(), after.input());
        assertArrayEquals(alone.target(), after.target());
        assertArrayEquals(alone.label(), after.label());
        assertArrayEquals(alone.sentence(), after.sentence());
    }

    @Test
    void aStudentLearns(@TempDir Path folder) {
        List<Double> losses = new ArrayList<>();
        TrainingListener listener = new TrainingListener() {
            @Override
            public void stepped(Progress progress) {
                losses.add(progress.loss());
            }

            @Override
            public void checkpointed(Progress progress, float[] average) {}
        };
        new Trainer(
                        ToyTraining.run(folder, 600, false),
                        ToyTraining.photos(6),
                        listener,
                        null,
                        distillation(GAUSSIAN, 1, 3))
                .run();

        double first =
                losses.subList(0, 20).stream().mapToDouble(l -> l).average().orElseThrow();
        double last =
                losses.subList(130, 150).stream().mapToDouble(l -> l).average().orElseThrow();
        assertTrue(last < first / 2, "from " + first + " to " + last);
    }

    @Test
    void refusesWhatCannotBeLearnt() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new Distillation(GAUSSIAN, "dpmpp-2m", Guidance.NONE, SCHEDULE, 1, 3, 0.01));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Distillation(GAUSSIAN, "dpmpp-2m", Guidance.NONE, SCHEDULE, 4, 0, 0.01));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Distillation(GAUSSIAN, "dpmpp-2m", Guidance.NONE, SCHEDULE, 4, 3, 0.3));
    }
}
