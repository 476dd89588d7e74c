package dev.flawsmith.synthesis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.flawsmith.model.Condition;
import dev.flawsmith.model.Denoiser;
import dev.flawsmith.model.DenoiserBatch;
import dev.flawsmith.model.DiffusersFolder;
import dev.flawsmith.model.TinyStableDiffusion;
import dev.flawsmith.model.TinyStableDiffusion.Run;
import dev.flawsmith.model.VaeDecoder;
import dev.flawsmith.model.onnx.ClipTextEncoder;
import dev.flawsmith.model.onnx.OnnxTimestepNetwork;
import dev.flawsmith.model.onnx.OnnxVaeDecoder;
import dev.flawsmith.sampling.Evaluation;
import dev.flawsmith.sampling.Guidance;
import dev.flawsmith.sampling.GuidedTrajectory;
import dev.flawsmith.sampling.PublishedSampling;
import dev.flawsmith.sampling.SamplingMethod;
import dev.flawsmith.sampling.Trajectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The reference runs of a published pipeline: tokens, text, latents, image, with a timestep a call and a timestep a row. */
class TinyStableDiffusionTest {
    private static final double TOLERANCE = 2e-3;

    @TempDir
    private Path parent;

    @ParameterizedTest
    @ValueSource(strings = {"unet", "unet_batched_timestep"})
    void drawsTheReferenceImages(String unet) throws IOException {
        DiffusersFolder folder = DiffusersFolder.open(TinyStableDiffusion.folder(parent, unet));
        try (ClipTextEncoder text = new ClipTextEncoder(folder.textEncoder(), folder.tokenizer(), 1);
                VaeDecoder vae = new OnnxVaeDecoder(
                        folder.vaeDecoder(),
                        folder.latentShape(),
                        folder.imageShape(),
                        folder.scalingFactor(),
                        folder.shiftFactor(),
                        1)) {
            for (Run run : TinyStableDiffusion.runs()) {
                assertArrayEquals(run.tokens(), text.tokens(run.prompt()), run.prompt());
                PublishedSampling sampling = PublishedSampling.read(run.scheduler());
                OnnxTimestepNetwork network = new OnnxTimestepNetwork(
                        folder.denoiser(), folder.signature(text.encode(run.negativePrompt()), text.width()), 1, 0);
                assertEquals(unet.equals("unet"), network.takesOneTimestep());
                try (Denoiser denoiser = new TimestepDenoiser(network, sampling.prediction())) {
                    assertClose(run, vae.decode(draw(run, sampling, denoiser, text.encode(run.prompt()))));
                }
            }
        }
    }

    private static float[] draw(Run run, PublishedSampling sampling, Denoiser denoiser, float[] text) {
        SamplingMethod method = sampling.method(sampling.samplers().get(0));
        Trajectory trajectory =
                method.sampler().start(method.plan(run.steps(), (draw, size) -> run.latents(), run.latents().length));
        if (run.guidanceScale() != 1) {
            trajectory = new GuidedTrajectory(trajectory, Guidance.of(run.guidanceScale()));
        }
        while (!trajectory.done()) {
            Evaluation asked = trajectory.next();
            trajectory.accept(denoiser.denoise(new DenoiserBatch(
                    new float[][] {asked.x()},
                    new double[] {asked.level().alpha()},
                    new double[] {asked.level().sigma()},
                    new double[] {asked.level().timestep()},
                    List.of(asked.conditioned() ? Condition.ofText(text) : Condition.NONE)))[0]);
        }
        return trajectory.sample();
    }

    private static void assertClose(Run run, float[] decoded) {
        float[] expected = run.image();
        assertEquals(expected.length, decoded.length);
        double largest = 0;
        for (int i = 0; i < decoded.length; i++) {
            double pixel = Math.max(0, Math.min(1, decoded[i] / 2 + 0.5));
            largest = Math.max(largest, Math.abs(expected[i] - pixel));
        }
        assertTrue(largest < TOLERANCE, run + " is " + largest + " off");
    }

    /** Stable Diffusion 2 pads with another token, which older folders say beside the config. */
    @Test
    void theOlderFilesTokenFillsUp() throws IOException {
        DiffusersFolder folder = DiffusersFolder.open(TinyStableDiffusion.folder(parent, "unet"));
        long end;
        try (ClipTextEncoder text = new ClipTextEncoder(folder.textEncoder(), folder.tokenizer(), 1)) {
            end = text.tokens("")[1];
        }
        Files.writeString(folder.tokenizer().resolve("special_tokens_map.json"), "{\"pad_token\": \"!\"}");
        long mark = new ObjectMapper()
                .readTree(folder.tokenizer().resolve("vocab.json").toFile())
                .path("!")
                .asLong(-1);
        try (ClipTextEncoder text = new ClipTextEncoder(folder.textEncoder(), folder.tokenizer(), 1)) {
            long[] tokens = text.tokens("pit");
            assertEquals(mark, tokens[tokens.length - 1]);
            assertEquals(1, Arrays.stream(tokens).filter(token -> token == end).count(), "the end's own mark stays");
        }
    }

    /** As transformers cuts with truncation: the first tokens, between the two marks. */
    @Test
    void readsALongTextToItsLastTokenButTwoAndSaysSo() throws IOException {
        DiffusersFolder folder = DiffusersFolder.open(TinyStableDiffusion.folder(parent, "unet"));
        try (ClipTextEncoder text = new ClipTextEncoder(folder.textEncoder(), folder.tokenizer(), 1)) {
            int length = text.tokens("").length;
            int each = (int) IntStream.range(1, length)
                    .takeWhile(i -> text.tokens("pit")[i] != text.tokens("")[1])
                    .count();
            int most = (length - 2) / each;
            String fitting = "pit ".repeat(most).strip();
            long[] full = text.tokens("pit ".repeat(most + 40));
            assertEquals(length, full.length);
            assertEquals(text.tokens("")[0], full[0]);
            assertEquals(text.tokens("")[1], full[length - 1], "the mark at the end stays");
            assertArrayEquals(
                    Arrays.copyOf(full, 1 + most * each), Arrays.copyOf(text.tokens(fitting), 1 + most * each));
            assertTrue(text.overrun(fitting).isEmpty());
            String told = text.overrun("pit ".repeat(most + 40)).orElseThrow();
            assertTrue(told.contains("to its token " + (length - 2) + " of " + (most + 40) * each), told);
            assertArrayEquals(text.encode("pit ".repeat(most + 40)), text.encode("pit ".repeat(most + 80)));
        }
    }

    /** Older folders have no tokenizer.json. */
    @Test
    void readsTheSameTokensFromVocabularyAndMerges() throws IOException {
        DiffusersFolder folder = DiffusersFolder.open(TinyStableDiffusion.folder(parent, "unet"));
        boolean unused = Files.deleteIfExists(folder.tokenizer().resolve("tokenizer.json"));
        try (ClipTextEncoder text = new ClipTextEncoder(folder.textEncoder(), folder.tokenizer(), 1)) {
            for (Run run : TinyStableDiffusion.runs()) {
                assertArrayEquals(run.tokens(), text.tokens(run.prompt()), run.prompt());
            }
            assertTrue(text.overrun("pit").isEmpty());
        }
    }
}
