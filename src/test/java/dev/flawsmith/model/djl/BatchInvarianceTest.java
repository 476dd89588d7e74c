package dev.flawsmith.model.djl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.batching.BatcherOptions;
import dev.flawsmith.batching.Claim;
import dev.flawsmith.batching.InFlightBatcher;
import dev.flawsmith.batching.Priority;
import dev.flawsmith.batching.RowState;
import dev.flawsmith.batching.RowTask;
import dev.flawsmith.batching.Ticket;
import dev.flawsmith.model.Condition;
import dev.flawsmith.model.Denoiser;
import dev.flawsmith.model.EdmPreconditioning;
import dev.flawsmith.model.ModelPackage;
import dev.flawsmith.model.PixelTransfer;
import dev.flawsmith.sampling.Guidance;
import dev.flawsmith.sampling.GuidedTrajectory;
import dev.flawsmith.sampling.KarrasSchedule;
import dev.flawsmith.sampling.Noise;
import dev.flawsmith.sampling.Samplers;
import dev.flawsmith.sampling.SamplingPlan;
import dev.flawsmith.sampling.Trajectory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An image alone, beside random companions, and joining them midway: the same noise, the same pixels. Bitwise on a small
 * network of random weights; within a grey level on the bundled model. {@code -Dflawsmith.invariance=full} measures what
 * docs/decisions/0005-batch-invariance.md says.
 */
class BatchInvarianceTest {
    private static final Logger log = LoggerFactory.getLogger(BatchInvarianceTest.class);
    /** Grey levels of 8 bits over the floats' range, [-1, 1]. */
    private static final double LEVELS = 255 / 2.0;

    /** An image, and how to draw it. */
    private record Image(long seed, Condition condition, String sampler, int steps, double guidanceScale) {}

    /** What an image came to. */
    @SuppressWarnings("ArrayRecordComponent") // never compared as a whole
    private record Drawn(float[] noise, float[] sample) {}

    private static final KarrasSchedule SCHEDULE = new KarrasSchedule(0.01, 80, 7);

    @Test
    void bitwiseIsExactWhoeverSharesTheBatchAndWheneverTheImageJoins() throws Exception {
        try (DjlDenoiser denoiser = DjlDenoiser.create(
                UNetTest.TOY, UNetTest.weights(UNetTest.TOY, 1), new EdmPreconditioning(0.5), "cpu")) {
            Random random = new Random(5);
            for (Image image : List.of(
                    new Image(7, Condition.ofClass(1), "dpmpp-2m", 6, 1.5),
                    new Image(8, Condition.ofText(new float[] {1, 0, 0, 0}), "heun", 4, 1))) {
                Drawn alone = draw(denoiser, options(8, true), image, List.of(), false);
                for (int companions : new int[] {1, 2, 7, 20}) {
                    for (boolean midway : new boolean[] {false, true}) {
                        List<Image> others = companions(random, companions, 3);
                        Drawn shared = draw(denoiser, options(8, true), image, others, midway);
                        assertArrayEquals(alone.noise(), shared.noise(), 0f);
                        assertArrayEquals(alone.sample(), shared.sample(), 0f, () -> "companions: " + others);
                    }
                }
            }
        }
    }

    @Test
    void theBundledModelStaysWithinAGreyLevelWhoeverSharesTheBatch() throws Exception {
        boolean full = "full".equals(System.getProperty("flawsmith.invariance"));
        ModelPackage bundled = ModelPackage.open(Path.of("models", "steel-strip-64"));
        PixelTransfer transfer = bundled.manifest().pixelTransfer();
        int steps = full ? 20 : 4;
        try (DjlDenoiser denoiser = UNetPackage.open(bundled, "cpu")) {
            Random random = new Random(6);
            for (int slots : full ? new int[] {2, 4, 8, 16} : new int[] {4}) {
                double worst = 0;
                double sum = 0;
                int pixels = 0;
                int exact = 0;
                int images = 2;
                for (int i = 0; i < images; i++) {
                    Image image = new Image(100 + i, Condition.ofClass(i), "dpmpp-2m", steps, 1.5);
                    Drawn alone = draw(denoiser, options(slots, false), image, List.of(), false);
                    List<Image> others = companions(random, slots - 1, 7);
                    Drawn shared = draw(denoiser, options(slots, false), image, others, i % 2 == 1);
                    assertArrayEquals(alone.noise(), shared.noise(), 0f);
                    if (full) {
                        assertArrayEquals(
                                draw(denoiser, options(slots, true), image, List.of(), false)
                                        .sample(),
                                draw(denoiser, options(slots, true), image, others, i % 2 == 1)
                                        .sample(),
                                0f,
                                "bitwise");
                    }
                    float[] a = transfer.toPixels(alone.sample());
                    float[] b = transfer.toPixels(shared.sample());
                    assertEquals(64 * 64, a.length);
                    for (int j = 0; j < a.length; j++) {
                        double levels = LEVELS * Math.abs((double) a[j] - b[j]);
                        worst = Math.max(worst, levels);
                        sum += levels;
                        exact += a[j] == b[j] ? 1 : 0;
                    }
                    pixels += a.length;
                }
                log.info(String.format(
                        Locale.ROOT,
                        "%s, %d slots, %d images of %d steps: largest difference %.5f grey levels, mean %.6f, equal bits %.1f %%",
                        denoiser.engine(),
                        slots,
                        images,
                        steps,
                        worst,
                        sum / pixels,
                        100.0 * exact / pixels));
                double found = worst;
                assertTrue(found <= 1, () -> "expected at most one grey level, found " + found);
            }
        }
    }

    private static BatcherOptions options(int slots, boolean bitwise) {
        return new BatcherOptions(64, slots, bitwise, Duration.ofMinutes(1));
    }

    private static List<Image> companions(Random random, int n, int classes) {
        List<Image> companions = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            List<String> samplers = Samplers.names();
            companions.add(new Image(
                    random.nextInt(1_000_000),
                    Condition.ofClass(random.nextInt(classes)),
                    samplers.get(random.nextInt(samplers.size())),
                    4 + random.nextInt(6),
                    random.nextBoolean() ? 1 : 2.5));
        }
        return companions;
    }

    /** Draws an image beside others: submitted among them, or once the first of them has done a step. */
    private static Drawn draw(
            Denoiser denoiser, BatcherOptions options, Image image, List<Image> companions, boolean midway)
            throws Exception {
        CountDownLatch underWay = new CountDownLatch(midway ? 1 : 0);
        RowState state = new RowState(denoiser.shape().size(), 10);
        AtomicReference<float[]> noise = new AtomicReference<>();
        try (InFlightBatcher batcher = new InFlightBatcher("invariance", denoiser, options);
                Ticket others = batcher.admit(new Claim(
                        Math.max(1, companions.size()),
                        state,
                        Priority.INTERACTIVE,
                        null,
                        steps -> underWay.countDown()));
                Ticket ticket = batcher.admit(new Claim(1, state, Priority.INTERACTIVE, null, steps -> {}))) {
            List<CompletableFuture<float[]>> beside = new ArrayList<>();
            for (Image companion : companions) {
                beside.add(others.submit(task(denoiser, companion, new AtomicReference<>())));
            }
            if (!underWay.await(60, TimeUnit.SECONDS)) {
                throw new AssertionError("expected a companion's step within a minute");
            }
            float[] sample = ticket.submit(task(denoiser, image, noise)).get(10, TimeUnit.MINUTES);
            for (CompletableFuture<float[]> each : beside) {
                each.get(10, TimeUnit.MINUTES);
            }
            return new Drawn(Objects.requireNonNull(noise.get()), sample);
        }
    }

    private static RowTask task(Denoiser denoiser, Image image, AtomicReference<float[]> noise) {
        return new RowTask(
                () -> {
                    SamplingPlan plan = new SamplingPlan(
                            SCHEDULE.levels(image.steps()),
                            SCHEDULE.sigmaMax(),
                            new Noise(image.seed(), 0),
                            denoiser.shape().size());
                    Trajectory inner = Samplers.named(image.sampler()).start(plan);
                    noise.set(inner.sample());
                    return image.guidanceScale() == 1
                            ? inner
                            : new GuidedTrajectory(inner, Guidance.of(image.guidanceScale()));
                },
                image.condition());
    }
}
