package dev.flawsmith.sampling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RepaintingTest {
    private static final int SIZE = 6;
    private static final int STEPS = 12;
    private static final float[] PICTURE = {0.9f, -0.7f, 0.3f, 0, -1, 0.5f};
    private static final boolean[] LAST_THREE = {false, false, false, true, true, true};
    private static final GaussianData DATA = new GaussianData(-0.2, 0.4);
    private static final NoiseSource SILENT = (draw, size) -> new float[size];

    static Stream<String> samplers() {
        return Samplers.names().stream();
    }

    private static SamplingPlan plan(NoiseSource noise) {
        return KarrasSchedule.DEFAULT.plan(STEPS, noise, SIZE);
    }

    private static float[] finished(Trajectory trajectory) {
        while (!trajectory.done()) {
            trajectory.accept(DATA.denoise(trajectory.next()));
        }
        return trajectory.sample();
    }

    private static float[] drawn(String sampler, Repainting repainting, long seed) {
        return finished(repainting.start(Samplers.named(sampler), plan(new Noise(seed, 0))));
    }

    @ParameterizedTest
    @MethodSource("samplers")
    void whatStaysIsThePictureWhateverTheSampler(String sampler) {
        for (int passes : new int[] {1, 3}) {
            float[] sample = drawn(sampler, new Repainting(PICTURE, LAST_THREE, 1, passes), 5);
            assertArrayEquals(Arrays.copyOf(PICTURE, 3), Arrays.copyOf(sample, 3), 1e-5f);
            for (int i = 3; i < SIZE; i++) {
                assertTrue(Math.abs(sample[i] - PICTURE[i]) > 1e-4, "value " + i + " is drawn, found the picture's");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("samplers")
    void allDrawnAnewAtFullStrengthIsWhatIsDrawnWithoutAPicture(String sampler) {
        float[] plain = finished(Samplers.named(sampler).start(plan(new Noise(3, 1))));
        float[] sample = finished(Repainting.whole(PICTURE, 1).start(Samplers.named(sampler), plan(new Noise(3, 1))));
        assertArrayEquals(plain, sample);
    }

    @Test
    void fullStrengthForgetsWhatThePictureShowedWhereItIsDrawnAnew() {
        float[] other = PICTURE.clone();
        Arrays.fill(other, 3, SIZE, 0.8f);
        assertArrayEquals(
                drawn("heun", new Repainting(PICTURE, LAST_THREE, 1, 2), 4),
                drawn("heun", new Repainting(other, LAST_THREE, 1, 2), 4));
        assertFalse(Arrays.equals(
                drawn("heun", new Repainting(PICTURE, LAST_THREE, 0.5, 2), 4),
                drawn("heun", new Repainting(other, LAST_THREE, 0.5, 2), 4)));
    }

    @Test
    void lessStrengthStaysNearerToThePicture() {
        double last = 0;
        for (double strength : new double[] {0.1, 0.4, 0.7, 1}) {
            double squares = 0;
            for (long seed = 0; seed < 200; seed++) {
                float[] sample = drawn("euler", Repainting.whole(PICTURE, strength), seed);
                for (int i = 0; i < SIZE; i++) {
                    squares += Math.pow(sample[i] - PICTURE[i], 2);
                }
            }
            assertTrue(squares > last, "strength " + strength + ": expected more than " + last + ", found " + squares);
            last = squares;
        }
    }

    @Test
    void aPartOfTheScheduleStartsFromThePictureUnderThatLevelsNoise() {
        Trajectory trajectory = Repainting.whole(PICTURE, 0.5).start(new Euler(), plan(SILENT));
        assertArrayEquals(PICTURE, trajectory.next().x());
        assertEquals(
                KarrasSchedule.DEFAULT.levels(STEPS).get(6), trajectory.next().level());
        assertEquals(6, trajectory.steps());
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 12", "0.5, 1, 6", "0.01, 1, 1", "1, 4, 45", "0.5, 4, 21", "0.01, 4, 1"})
    void stepsDoneAgainCount(double strength, int passes, int steps) {
        Repainting repainting = new Repainting(PICTURE, LAST_THREE, strength, passes);
        assertEquals(steps, repainting.steps(STEPS));
        Trajectory trajectory = repainting.start(new Euler(), plan(new Noise(1, 0)));
        assertEquals(steps, trajectory.steps());
        finished(trajectory);
        assertEquals(steps, trajectory.step());
        assertEquals(steps, trajectory.evaluations());
    }

    @Test
    void goesBackTenOf250StepsAtATimeAsPublished() {
        List<Repainting.Part> parts = new Repainting(PICTURE, LAST_THREE, 1, 2).parts(250);
        assertEquals(new Repainting.Part(0, 10), parts.get(0));
        assertEquals(new Repainting.Part(0, 10), parts.get(1));
        assertEquals(new Repainting.Part(10, 20), parts.get(2));
        assertEquals(new Repainting.Part(240, 250), parts.get(parts.size() - 1));
        assertEquals(49, parts.size());
    }

    @Test
    void theEstimateOutlivesThePartThatItCameFrom() {
        Trajectory trajectory = new Repainting(PICTURE, LAST_THREE, 1, 4).start(new Euler(), plan(new Noise(1, 0)));
        while (!trajectory.done()) {
            float[] answer = DATA.denoise(trajectory.next());
            trajectory.accept(answer);
            float[] estimate = trajectory.denoised();
            assertArrayEquals(Arrays.copyOf(PICTURE, 3), Arrays.copyOf(estimate, 3));
            assertArrayEquals(Arrays.copyOfRange(answer, 3, SIZE), Arrays.copyOfRange(estimate, 3, SIZE));
        }
    }

    @Test
    void lessThanFullStrengthNeverForgetsThePicture() {
        float[] other = PICTURE.clone();
        other[4] = 0.9f;
        assertFalse(Arrays.equals(
                drawn("euler", Repainting.whole(PICTURE, 0.99), 4), drawn("euler", Repainting.whole(other, 0.99), 4)));
        SamplingMethod method = new SamplingMethod(new Euler(), KarrasSchedule.DEFAULT);
        assertThrows(
                IllegalArgumentException.class,
                () -> Repainting.whole(PICTURE, 0.5).check(method, 1));
    }

    @Test
    void noNoiseIsUsedTwice() {
        List<Integer> draws = new ArrayList<>();
        NoiseSource watched = (draw, size) -> {
            draws.add(draw);
            return new Noise(1, 0).standardNormal(draw, size);
        };
        finished(new Repainting(PICTURE, LAST_THREE, 1, 4).start(new EulerAncestral(), plan(watched)));
        assertEquals(draws.stream().distinct().toList(), draws);
    }

    /**
     * Two values that go together, of which one stays: what the other should be is known in closed form. Replacing alone
     * draws it too far from what stays (Lugmayr et al. 2022, section 4.2); going back brings it there.
     */
    @Test
    void goingBackBringsWhatIsDrawnToAgreeWithWhatStays() {
        double correlation = 0.9;
        double stays = 1.5;
        double once = Math.abs(meanBeside(stays, correlation, 1) - correlation * stays);
        double often = Math.abs(meanBeside(stays, correlation, 10) - correlation * stays);
        assertTrue(often < 0.5 * once, "expected less than half of " + once + ", found " + often);
        assertTrue(often < 0.15, "expected the mean within 0.15, found it " + often + " away");
    }

    private static double meanBeside(double stays, double correlation, int passes) {
        double sum = 0;
        int images = 400;
        for (int seed = 0; seed < images; seed++) {
            Trajectory trajectory = new Repainting(
                            new float[] {(float) stays, 0}, new boolean[] {false, true}, 1, passes)
                    .start(new Euler(), KarrasSchedule.DEFAULT.plan(25, new Noise(seed, 0), 2));
            while (!trajectory.done()) {
                Evaluation asked = trajectory.next();
                trajectory.accept(denoised(asked.x(), asked.level().sigma(), correlation));
            }
            sum += trajectory.sample()[1];
        }
        return sum / images;
    }

    /** {@code S (S + sigma² I)^-1 x} for unit variances. */
    private static float[] denoised(float[] x, double sigma, double correlation) {
        double own = 1 + sigma * sigma;
        double determinant = own * own - correlation * correlation;
        double a = (own * x[0] - correlation * x[1]) / determinant;
        double b = (own * x[1] - correlation * x[0]) / determinant;
        return new float[] {(float) (a + correlation * b), (float) (correlation * a + b)};
    }

    @Test
    void refusesWhatItCannotDo() {
        assertThrows(IllegalArgumentException.class, () -> new Repainting(PICTURE, new boolean[2], 1, 1));
        assertThrows(IllegalArgumentException.class, () -> Repainting.whole(PICTURE, 0));
        assertThrows(IllegalArgumentException.class, () -> Repainting.whole(PICTURE, 1.1));
        assertThrows(IllegalArgumentException.class, () -> new Repainting(PICTURE, LAST_THREE, 1, 0));
        assertThrows(IllegalArgumentException.class, () -> new Repainting(PICTURE, LAST_THREE, 1, 21));
        assertThrows(
                IllegalArgumentException.class,
                () -> Repainting.whole(new float[2], 1).start(new Euler(), plan(SILENT)));
    }
}
