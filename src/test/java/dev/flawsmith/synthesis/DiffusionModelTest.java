package dev.flawsmith.synthesis;

import static dev.flawsmith.synthesis.ToyModels.UNCHECKED;
import static dev.flawsmith.synthesis.ToyModels.drawn;
import static dev.flawsmith.synthesis.ToyModels.failure;
import static dev.flawsmith.synthesis.ToyModels.get;
import static dev.flawsmith.synthesis.ToyModels.parts;
import static dev.flawsmith.synthesis.ToyModels.pixels;
import static dev.flawsmith.synthesis.ToyModels.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.batching.BatcherOptions;
import dev.flawsmith.batching.GaussianDenoiser;
import dev.flawsmith.guard.GuardPolicy;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.model.DenoiserBatch;
import dev.flawsmith.sampling.KarrasSchedule;
import dev.flawsmith.synthesis.SynthesisException.Code;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
final class DiffusionModelTest {
    /** Four standard errors of the median of 2,048 values with deviation 0.5. */
    private static final double TOLERANCE = 4 * 1.2533 * 0.5 / Math.sqrt(2048);

    @Test
    void answersWithEveryImageInOrderWithItsRecipe() throws Exception {
        try (DiffusionModel model = new DiffusionModel(parts(GaussianDenoiser.free(), UNCHECKED))) {
            List<SynthesizedImage> images =
                    get(model.submit(request(7, 40, GuardPolicy.RESAMPLE), 0, SynthesisListener.NONE));
            assertEquals(
                    IntStream.range(0, 7).boxed().toList(),
                    images.stream().map(SynthesizedImage::index).toList());
            Recipe expected = new Recipe(
                    "toy", "ab".repeat(32), "pit", null, 43, 0, 4, "euler", 1, GuardPolicy.RESAMPLE, "closed-form", 0);
            assertEquals(expected, images.get(3).recipe());
            assertEquals(7, images.stream().map(ToyModels::pixels).distinct().count());
        }
    }

    @ParameterizedTest
    @CsvSource({"heun,1", "heun,3", "euler,2.5"})
    void anImageIsTheSameAloneAndInABatch(String sampler, double guidanceScale) throws Exception {
        try (DiffusionModel model = new DiffusionModel(parts(GaussianDenoiser.free(), UNCHECKED))) {
            SynthesisRequest batch =
                    new SynthesisRequest("toy", "pit", null, 9, 1, 5, sampler, guidanceScale, GuardPolicy.FLAG);
            SynthesisRequest alone =
                    new SynthesisRequest("toy", "pit", null, 1, 6, 5, sampler, guidanceScale, GuardPolicy.FLAG);
            PixelImage fifth =
                    pixels(get(model.submit(batch, 0, SynthesisListener.NONE)).get(5));
            PixelImage single =
                    pixels(get(model.submit(alone, 0, SynthesisListener.NONE)).get(0));
            assertEquals(single, fifth);
        }
    }

    @ParameterizedTest
    @CsvSource({"crack,0", "pit,0.2", "scratch,0.4"})
    void drawsTheClassItIsAskedFor(String className, double mean) throws Exception {
        try (DiffusionModel model = new DiffusionModel(parts(GaussianDenoiser.free(), UNCHECKED))) {
            SynthesisRequest request =
                    new SynthesisRequest("toy", className, null, 8, 3, 18, "heun", 1, GuardPolicy.FLAG);
            assertEquals(mean, median(get(model.submit(request, 0, SynthesisListener.NONE))), TOLERANCE);
        }
    }

    @ParameterizedTest
    @CsvSource({"a thin line,0", "kink,0.2", "z,0.5"})
    void drawsWhatAPromptSays(String prompt, double mean) throws Exception {
        try (DiffusionModel model = new DiffusionModel(parts(GaussianDenoiser.free(), UNCHECKED))) {
            SynthesisRequest request = new SynthesisRequest("toy", null, prompt, 8, 3, 18, "heun", 1, GuardPolicy.FLAG);
            List<SynthesizedImage> images = get(model.submit(request, 0, SynthesisListener.NONE));
            assertEquals(mean, median(images), TOLERANCE);
            assertEquals(prompt, images.get(0).recipe().prompt());
        }
    }

    /** Guided by 2 from 0.5 to 0.4 images come to 0.3; from no prompt they would come elsewhere. */
    @Test
    void guidanceLeadsAwayFromTheNegativePrompt() throws Exception {
        try (DiffusionModel model = new DiffusionModel(parts(GaussianDenoiser.free(), UNCHECKED))) {
            SynthesisRequest request = new SynthesisRequest(
                    "toy",
                    "scratch",
                    null,
                    "z",
                    8,
                    3,
                    18,
                    "heun",
                    2,
                    GuidanceInterval.EVERYWHERE,
                    0,
                    GuardPolicy.FLAG,
                    null);
            List<SynthesizedImage> images = get(model.submit(request, 0, SynthesisListener.NONE));
            assertEquals(0.3, median(images), TOLERANCE);
            assertEquals("z", images.get(0).recipe().negativePrompt());
            assertEquals("z", images.get(0).recipe().toDraft().negativePrompt());
        }
    }

    /** Levels 20, 6.4, 1.6, 0.3, 0.03, 0.01 or so: two of six lie within (0.2, 2]. */
    @Test
    void guidanceCostsASecondRowWithinItsIntervalOnly() throws Exception {
        GaussianDenoiser denoiser = GaussianDenoiser.free();
        try (DiffusionModel model = new DiffusionModel(parts(denoiser, UNCHECKED))) {
            SynthesisRequest request = new SynthesisRequest(
                    "toy",
                    "pit",
                    null,
                    null,
                    1,
                    1,
                    6,
                    "euler",
                    3,
                    new GuidanceInterval(0.2, 2),
                    0.7,
                    GuardPolicy.FLAG,
                    null);
            Recipe recipe =
                    get(model.submit(request, 0, SynthesisListener.NONE)).get(0).recipe();
            assertEquals(new GuidanceInterval(0.2, 2), recipe.guidanceInterval());
            assertEquals(0.7, recipe.guidanceRescale());
        }
        double[] sigmas = new KarrasSchedule(0.01, 20, 7).sigmas(6);
        long within =
                Arrays.stream(sigmas).filter(sigma -> sigma > 0.2 && sigma <= 2).count();
        assertTrue(within > 0 && within < 6, "found " + within);
        assertEquals(
                6 + within,
                denoiser.calls().stream().mapToInt(DenoiserBatch::size).sum());
    }

    @Test
    void newAttemptsDrawOtherImagesThanAnyNeighbour() throws Exception {
        assertNotEquals(drawn(5, 0), drawn(5, 1));
        assertNotEquals(drawn(6, 0), drawn(5, 1));
        assertEquals(drawn(5, 1), drawn(5, 1));
    }

    @Test
    void namesTheBucketInTheRecipeWhereItRunsBitwise() throws Exception {
        GaussianDenoiser denoiser = GaussianDenoiser.free();
        BatcherOptions bitwise = new BatcherOptions(64, 8, true, Duration.ofSeconds(10));
        try (DiffusionModel model = new DiffusionModel(ToyModels.with(parts(denoiser, UNCHECKED), bitwise))) {
            Recipe recipe = get(model.submit(request(1, 1, GuardPolicy.FLAG), 0, SynthesisListener.NONE))
                    .get(0)
                    .recipe();
            assertEquals(8, recipe.bucket());
            assertTrue(denoiser.calls().stream().allMatch(call -> call.size() == 8));
        }
    }

    @Test
    void aCancelledRequestFailsAtOnceAndGivesItsPlacesBack() throws Exception {
        GaussianDenoiser gated = GaussianDenoiser.gated();
        try (DiffusionModel model = new DiffusionModel(parts(gated, UNCHECKED))) {
            Synthesis synthesis = model.submit(request(60, 1, GuardPolicy.FLAG), 0, SynthesisListener.NONE);
            gated.awaitCalls(1);
            assertEquals(60, model.images());
            synthesis.cancellation().run();
            synthesis.cancellation().run();
            assertEquals(Code.CANCELLED, failure(synthesis).code());
            assertEquals(0, model.images());

            Synthesis next = model.submit(request(1, 1, GuardPolicy.FLAG), 0, SynthesisListener.NONE);
            gated.letThrough(1000);
            assertEquals(1, get(next).size());
            assertEquals(1 + ToyModels.STEPS, gated.calls().size());
        }
    }

    @Test
    void cancellingTheFutureStopsTheWorkToo() throws Exception {
        GaussianDenoiser gated = GaussianDenoiser.gated();
        try (DiffusionModel model = new DiffusionModel(parts(gated, UNCHECKED))) {
            Synthesis synthesis = model.submit(request(60, 1, GuardPolicy.FLAG), 0, SynthesisListener.NONE);
            gated.awaitCalls(1);
            synthesis.images().cancel(false);
            assertEquals(0, model.images());
            gated.letThrough(1000);
        }
        assertEquals(1, gated.calls().size());
    }

    @Test
    void refusesWhatItHasNoPlacesFor() throws Exception {
        GaussianDenoiser gated = GaussianDenoiser.gated();
        try (DiffusionModel model = new DiffusionModel(parts(gated, UNCHECKED))) {
            Synthesis first = model.submit(request(60, 1, GuardPolicy.FLAG), 0, SynthesisListener.NONE);
            SynthesisException full = assertThrows(
                    SynthesisException.class,
                    () -> model.submit(request(5, 1, GuardPolicy.FLAG), 0, SynthesisListener.NONE));
            assertEquals(Code.QUEUE_FULL, full.code());
            assertEquals(
                    "expected room for 5 images and 0.1 MiB of state, found 60 of 64 images and 0.2 of 512.0 MiB taken",
                    full.getMessage());
            SynthesisException never = assertThrows(
                    SynthesisException.class,
                    () -> model.submit(request(65, 1, GuardPolicy.FLAG), 0, SynthesisListener.NONE));
            assertEquals(Code.INVALID_REQUEST, never.code());
            assertEquals("n", never.errors().get(0).field());
            gated.letThrough(1000);
            assertEquals(60, get(first).size());
        }
    }

    @Test
    void anEngineFailureFailsTheRequestAndTheNextOneWorks() throws Exception {
        GaussianDenoiser denoiser = GaussianDenoiser.faulty((call, denoised) -> {
            if (call == 2) {
                throw new IllegalStateException("lost the device");
            }
            return denoised;
        });
        try (DiffusionModel model = new DiffusionModel(parts(denoiser, UNCHECKED))) {
            SynthesisException e = failure(model.submit(request(10, 1, GuardPolicy.FLAG), 0, SynthesisListener.NONE));
            assertEquals(Code.ENGINE_FAILURE, e.code());
            assertEquals("the network failed: lost the device", e.getMessage());
            assertEquals(
                    10,
                    get(model.submit(request(10, 1, GuardPolicy.FLAG), 0, SynthesisListener.NONE))
                            .size());
        }
    }

    @Test
    void failsAtItsTimeLimit() {
        DiffusionModelParts limited = ToyModels.with(parts(GaussianDenoiser.free(), UNCHECKED), Duration.ofNanos(1));
        try (DiffusionModel model = new DiffusionModel(limited)) {
            Synthesis synthesis = model.submit(request(3, 1, GuardPolicy.FLAG), 0, SynthesisListener.NONE);
            assertEquals(Code.DEADLINE_EXCEEDED, failure(synthesis).code());
        }
    }

    @Test
    void closingFinishesWhatIsInFlightAndFailsWhatIsQueued() throws Exception {
        GaussianDenoiser gated = GaussianDenoiser.gated();
        DiffusionModel model = new DiffusionModel(parts(gated, UNCHECKED));
        Synthesis inFlight = model.submit(request(6, 1, GuardPolicy.FLAG), 0, SynthesisListener.NONE);
        gated.awaitCalls(1);
        Synthesis queued = model.submit(request(6, 1, GuardPolicy.FLAG), 0, SynthesisListener.NONE);
        Thread closer = new Thread(model::close);
        closer.start();
        assertEquals(Code.SHUTTING_DOWN, failure(queued).code());
        gated.letThrough(1000);
        assertEquals(6, get(inFlight).size());
        closer.join(10_000);
        assertFalse(closer.isAlive());
        assertTrue(gated.closed());
        SynthesisException e = assertThrows(
                SynthesisException.class,
                () -> model.submit(request(1, 1, GuardPolicy.FLAG), 0, SynthesisListener.NONE));
        assertEquals(Code.SHUTTING_DOWN, e.code());
        assertFalse(Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread ->
                        thread.getName().endsWith("-toy") || thread.getName().contains("-toy-")));
    }

    /** Clipping to [-1, 1] leaves the median of N(mean, 0.25) where it is. */
    private static double median(List<SynthesizedImage> images) {
        double[] values = images.stream()
                .flatMapToDouble(image -> {
                    float[] floats = pixels(image).toFloats();
                    return IntStream.range(0, floats.length).mapToDouble(i -> floats[i]);
                })
                .sorted()
                .toArray();
        return values[values.length / 2];
    }
}
