package dev.flawsmith.synthesis;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.flawsmith.batching.BatcherOptions;
import dev.flawsmith.batching.GaussianDenoiser;
import dev.flawsmith.guard.Guard;
import dev.flawsmith.guard.GuardPolicy;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.memorization.IndexedPhoto;
import dev.flawsmith.memorization.PixelDescriptor;
import dev.flawsmith.memorization.TrainingIndex;
import dev.flawsmith.model.Denoiser;
import dev.flawsmith.model.PixelTransfer;
import dev.flawsmith.model.TextEncoder;
import dev.flawsmith.sampling.EdmSampling;
import dev.flawsmith.sampling.KarrasSchedule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** Models around the closed-form denoiser. */
public final class ToyModels {
    static final int STEPS = 4;
    public static final Guard UNCHECKED = Guard.notChecked("a formula learnt from no photo");
    static final ModelDescription TOY = new ModelDescription(
            "toy",
            "1",
            "pixel",
            "ab".repeat(32),
            GaussianDenoiser.SHAPE,
            List.of("crack", "pit", "scratch"),
            true,
            List.of("heun", "euler"),
            "euler",
            STEPS,
            1.0,
            "not checked",
            "closed-form");
    static final ModelDescription RULED = new ModelDescription(
            "ruled",
            "1",
            "procedural",
            "cd".repeat(32),
            GaussianDenoiser.SHAPE,
            List.of("dot", "dash"),
            false,
            List.of(),
            null,
            0,
            1.0,
            "not checked",
            "jdk");

    private ToyModels() {}

    public static DiffusionModelParts parts(Denoiser denoiser, Guard guard) {
        return new DiffusionModelParts(
                TOY,
                denoiser,
                guard,
                new FirstLetterEncoder(),
                PixelTransfer.IDENTITY,
                null,
                null,
                new EdmSampling(new KarrasSchedule(0.01, 20, 7)),
                new BatcherOptions(64, 4, false, Duration.ofSeconds(10)),
                null);
    }

    public static DiffusionModelParts with(DiffusionModelParts parts, BatcherOptions options) {
        return new DiffusionModelParts(
                parts.description(),
                parts.denoiser(),
                parts.guard(),
                parts.textEncoder(),
                parts.transfer(),
                parts.vae(),
                parts.encoder(),
                parts.sampling(),
                options,
                parts.timeLimit());
    }

    static DiffusionModelParts with(DiffusionModelParts parts, Duration timeLimit) {
        return new DiffusionModelParts(
                parts.description(),
                parts.denoiser(),
                parts.guard(),
                parts.textEncoder(),
                parts.transfer(),
                parts.vae(),
                parts.encoder(),
                parts.sampling(),
                parts.batcher(),
                timeLimit);
    }

    /** The toy model under another name. */
    public static DiffusionModelParts called(String name, DiffusionModelParts parts) {
        ModelDescription toy = parts.description();
        ModelDescription renamed = new ModelDescription(
                name,
                toy.version(),
                toy.kind(),
                toy.sha256(),
                toy.shape(),
                toy.classes(),
                toy.takesPrompt(),
                toy.samplers(),
                toy.defaultSampler(),
                toy.defaultSteps(),
                toy.defaultGuidanceScale(),
                toy.guard(),
                toy.engine());
        return new DiffusionModelParts(
                renamed,
                parts.denoiser(),
                parts.guard(),
                parts.textEncoder(),
                parts.transfer(),
                parts.vae(),
                parts.encoder(),
                parts.sampling(),
                parts.batcher(),
                parts.timeLimit());
    }

    static SynthesisRequest request(int n, long seed, GuardPolicy guard) {
        return new SynthesisRequest("toy", "pit", null, n, seed, STEPS, "euler", 1, guard);
    }

    static List<SynthesizedImage> get(Synthesis synthesis) throws Exception {
        return synthesis.images().get(10, TimeUnit.SECONDS);
    }

    static SynthesisException failure(Synthesis synthesis) {
        ExecutionException e =
                assertThrows(ExecutionException.class, () -> synthesis.images().get(10, TimeUnit.SECONDS));
        return assertInstanceOf(SynthesisException.class, e.getCause());
    }

    static PixelImage pixels(SynthesizedImage image) {
        return image.released().image();
    }

    /** The image that the toy model draws for a seed at an attempt, with nobody watching. */
    static PixelImage drawn(long seed, int attempt) throws Exception {
        try (DiffusionModel model = new DiffusionModel(parts(GaussianDenoiser.free(), UNCHECKED))) {
            return pixels(get(model.submit(request(1, seed, GuardPolicy.OFF), attempt, SynthesisListener.NONE))
                    .get(0));
        }
    }

    /** A guard for which exactly these images, and random grain, were trained on. */
    public static Guard trainedOn(List<PixelImage> photos) {
        List<IndexedPhoto> indexed = new ArrayList<>();
        for (PixelImage photo : photos) {
            indexed.add(photo(indexed.size(), false, photo));
        }
        for (int i = 0; i < 60; i++) {
            indexed.add(photo(indexed.size(), i % 2 == 0, grain(i)));
        }
        return Guard.of(TrainingIndex.build(indexed, new PixelDescriptor()));
    }

    /** A guard for which these images are holdout photos, and random grain was trained on. */
    public static Guard heldOut(List<PixelImage> photos) {
        List<IndexedPhoto> indexed = new ArrayList<>();
        for (PixelImage photo : photos) {
            indexed.add(photo(indexed.size(), true, photo));
        }
        for (int i = 0; i < 60; i++) {
            indexed.add(photo(indexed.size(), i % 2 == 0, grain(i)));
        }
        return Guard.of(TrainingIndex.build(indexed, new PixelDescriptor()));
    }

    private static IndexedPhoto photo(int number, boolean holdout, PixelImage image) {
        return new IndexedPhoto(number + ".png", "pit", holdout, String.format("%064x", number), image);
    }

    private static PixelImage grain(long seed) {
        Random random = new Random(seed);
        byte[] samples = new byte[GaussianDenoiser.SHAPE.size()];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) Math.max(0, Math.min(255, 150 + 60 * random.nextGaussian()));
        }
        return new PixelImage(16, 16, 1, samples);
    }

    /** Tells sentences apart by their first letter: 'a' is 0, 'z' is 0.5; says that it reads no further than 77 words. */
    private static final class FirstLetterEncoder implements TextEncoder {
        private static final int WORDS = 77;

        @Override
        public int dimension() {
            return 1;
        }

        @Override
        public float[] encode(String sentence) {
            return new float[] {(sentence.charAt(0) - 'a') / 50f};
        }

        @Override
        public Optional<String> overrun(String sentence) {
            int words = sentence.split(" ").length;
            return words <= WORDS ? Optional.empty() : Optional.of("read to its word " + WORDS + " of " + words);
        }

        @Override
        public void close() {}
    }
}
