package dev.flawsmith.synthesis;

import static dev.flawsmith.synthesis.ToyModels.failure;
import static dev.flawsmith.synthesis.ToyModels.get;
import static dev.flawsmith.synthesis.ToyModels.pixels;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.batching.BatcherOptions;
import dev.flawsmith.batching.GaussianDenoiser;
import dev.flawsmith.guard.Guard;
import dev.flawsmith.guard.GuardPolicy;
import dev.flawsmith.guard.Verdict;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.model.Condition;
import dev.flawsmith.model.ImageGenerator;
import dev.flawsmith.model.ImageShape;
import dev.flawsmith.model.OneStepDenoiser;
import dev.flawsmith.model.PixelTransfer;
import dev.flawsmith.sampling.LatentLaw;
import dev.flawsmith.synthesis.SynthesisException.Code;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class OneStepModelTest {
    private static final ModelDescription TOY = new ModelDescription(
            "toy",
            "1",
            "one-step",
            "ef".repeat(32),
            GaussianDenoiser.SHAPE,
            List.of("crack", "pit"),
            false,
            List.of(),
            null,
            0,
            1.0,
            "not checked",
            "closed-form");

    /** Waves whose lengths and heights are z; it keeps the sizes of its calls, and holds the first one up. */
    private static final class Waves implements ImageGenerator {
        private final List<Integer> calls = new ArrayList<>();
        private final CountDownLatch open;

        Waves(boolean open) {
            this.open = new CountDownLatch(open ? 0 : 1);
        }

        @Override
        public int latentSize() {
            return 4;
        }

        @Override
        public ImageShape shape() {
            return GaussianDenoiser.SHAPE;
        }

        @Override
        public float[][] generate(float[][] z, List<Condition> conditions) {
            synchronized (calls) {
                calls.add(z.length);
            }
            try {
                assertTrue(open.await(10, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            float[][] images = new float[z.length][shape().size()];
            for (int row = 0; row < z.length; row++) {
                for (int i = 0; i < images[row].length; i++) {
                    double wave = z[row][0] * Math.sin(i * z[row][1]) + z[row][2] * Math.cos(i * z[row][3]);
                    images[row][i] =
                            (float) Math.tanh(wave + conditions.get(row).classIndex() / 2.0);
                }
            }
            return images;
        }

        @Override
        public String engine() {
            return "closed-form";
        }

        @Override
        public void close() {}
    }

    private static OneStepModel model(ImageGenerator generator, Guard guard) {
        return new OneStepModel(new OneStepModelParts(
                TOY,
                new OneStepDenoiser(generator),
                LatentLaw.NORMAL,
                PixelTransfer.IDENTITY,
                guard,
                new BatcherOptions(32, 8, false, Duration.ofSeconds(10)),
                null));
    }

    private static SynthesisRequest request(int n, long seed, GuardPolicy policy) {
        return new SynthesisRequest("toy", "pit", null, n, seed, 0, SynthesisRequest.NO_SAMPLER, 1, policy);
    }

    private static PixelImage drawn(long seed, int attempt) throws Exception {
        try (OneStepModel model = model(new Waves(true), ToyModels.UNCHECKED)) {
            return pixels(get(model.submit(request(1, seed, GuardPolicy.OFF), attempt, SynthesisListener.NONE))
                    .get(0));
        }
    }

    @Test
    void anImageIsItsSeedsAloneOrInABatch() throws Exception {
        try (OneStepModel model = model(new Waves(true), ToyModels.UNCHECKED)) {
            List<SynthesizedImage> images =
                    get(model.submit(request(12, 40, GuardPolicy.OFF), 0, SynthesisListener.NONE));
            assertEquals(12, images.size());
            for (int i = 0; i < 12; i++) {
                assertEquals(drawn(40 + i, 0), pixels(images.get(i)), "image " + i);
                assertEquals(40 + i, images.get(i).recipe().seed());
            }
            assertNotEquals(pixels(images.get(0)), pixels(images.get(1)));
        }
    }

    @Test
    void whoWaitsAtTheSameTimeSharesACall() throws Exception {
        Waves waves = new Waves(false);
        try (OneStepModel model = model(waves, ToyModels.UNCHECKED)) {
            List<Synthesis> waiting = new ArrayList<>();
            for (int i = 0; i < 7; i++) {
                waiting.add(model.submit(request(1, i, GuardPolicy.OFF), 0, SynthesisListener.NONE));
            }
            waves.open.countDown();
            for (Synthesis each : waiting) {
                get(each);
            }
        }
        assertTrue(waves.calls.size() <= 3, "found calls of " + waves.calls);
    }

    @Test
    void aCopyIsDrawnAnewFromAnotherZ() throws Exception {
        Guard guard = ToyModels.trainedOn(List.of(drawn(5, 0)));
        try (OneStepModel model = model(new Waves(true), guard)) {
            SynthesizedImage image = get(model.submit(request(1, 5, GuardPolicy.RESAMPLE), 0, SynthesisListener.NONE))
                    .get(0);
            assertEquals(1, image.recipe().attempt());
            assertInstanceOf(Verdict.Clear.class, image.released().verdict());
            assertEquals(drawn(5, 1), pixels(image));
            SynthesisException blocked =
                    failure(model.submit(request(1, 5, GuardPolicy.BLOCK), 0, SynthesisListener.NONE));
            assertEquals(Code.BLOCKED, blocked.code());
        }
    }

    @Test
    void anImageThatIsNoNumberFailsItsRequestAndNothingElse() throws Exception {
        ImageGenerator broken = new ImageGenerator() {
            private final Waves waves = new Waves(true);

            @Override
            public int latentSize() {
                return waves.latentSize();
            }

            @Override
            public ImageShape shape() {
                return waves.shape();
            }

            @Override
            public float[][] generate(float[][] z, List<Condition> conditions) {
                float[][] images = waves.generate(z, conditions);
                for (int i = 0; i < z.length; i++) {
                    images[i][0] = conditions.get(i).classIndex() == 0 ? Float.NaN : images[i][0];
                }
                return images;
            }

            @Override
            public String engine() {
                return waves.engine();
            }

            @Override
            public void close() {}
        };
        try (OneStepModel model = model(broken, ToyModels.UNCHECKED)) {
            SynthesisRequest cracks = new SynthesisRequest(
                    "toy", "crack", null, 1, 1, 0, SynthesisRequest.NO_SAMPLER, 1, GuardPolicy.OFF);
            assertEquals(
                    Code.ENGINE_FAILURE,
                    failure(model.submit(cracks, 0, SynthesisListener.NONE)).code());
            assertEquals(
                    drawn(1, 0),
                    pixels(get(model.submit(request(1, 1, GuardPolicy.OFF), 0, SynthesisListener.NONE))
                            .get(0)));
        }
    }
}
