package dev.flawsmith.synthesis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.model.Condition;
import dev.flawsmith.model.Denoiser;
import dev.flawsmith.model.DenoiserBatch;
import dev.flawsmith.model.DenoiserDescriptor;
import dev.flawsmith.model.DenoiserFolder;
import dev.flawsmith.model.TimestepNetwork;
import dev.flawsmith.model.TinyDdpm;
import dev.flawsmith.model.djl.TorchScriptNetwork;
import dev.flawsmith.model.onnx.OnnxTimestepNetwork;
import dev.flawsmith.sampling.Evaluation;
import dev.flawsmith.sampling.PublishedSampling;
import dev.flawsmith.sampling.SamplingMethod;
import dev.flawsmith.sampling.Trajectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The reference run of a published network, through both engines: every image, all in one batch and each alone. */
class TinyDdpmTest {
    private static final double TOLERANCE = 1e-4;

    @TempDir
    private Path parent;

    @ParameterizedTest
    @ValueSource(strings = {DenoiserDescriptor.ONNX, DenoiserDescriptor.TORCHSCRIPT})
    void drawsTheReferenceImages(String format) throws IOException {
        TinyDdpm tiny = TinyDdpm.load();
        DenoiserFolder folder = DenoiserFolder.open(tiny.folder(parent, format));
        PublishedSampling sampling = PublishedSampling.read(folder.scheduler());
        try (Denoiser denoiser = new TimestepDenoiser(network(folder), sampling.prediction())) {
            List<Integer> all = new ArrayList<>();
            for (int i = 0; i < tiny.images(); i++) {
                all.add(i);
                assertClose(tiny, List.of(i), draw(tiny, sampling, denoiser, List.of(i)));
            }
            assertClose(tiny, all, draw(tiny, sampling, denoiser, all));
        }
    }

    private static TimestepNetwork network(DenoiserFolder folder) {
        return folder.descriptor().format().equals(DenoiserDescriptor.ONNX)
                ? new OnnxTimestepNetwork(folder.network(), folder.descriptor().signature(), 1, 0)
                : new TorchScriptNetwork(folder.network(), folder.descriptor().signature());
    }

    private static List<float[]> draw(
            TinyDdpm tiny, PublishedSampling sampling, Denoiser denoiser, List<Integer> images) {
        SamplingMethod method = sampling.method(sampling.samplers().get(0));
        List<Trajectory> trajectories = new ArrayList<>();
        for (int image : images) {
            trajectories.add(
                    method.sampler().start(method.plan(tiny.steps(), (draw, size) -> tiny.noise(image), tiny.size())));
        }
        while (!trajectories.get(0).done()) {
            List<Evaluation> asked = trajectories.stream().map(Trajectory::next).toList();
            float[][] answers = denoiser.denoise(batch(tiny, images, asked));
            for (int i = 0; i < answers.length; i++) {
                trajectories.get(i).accept(answers[i]);
            }
        }
        return trajectories.stream().map(Trajectory::sample).toList();
    }

    private static DenoiserBatch batch(TinyDdpm tiny, List<Integer> images, List<Evaluation> asked) {
        return new DenoiserBatch(
                asked.stream().map(Evaluation::x).toArray(float[][]::new),
                asked.stream().mapToDouble(e -> e.level().alpha()).toArray(),
                asked.stream().mapToDouble(e -> e.level().sigma()).toArray(),
                asked.stream().mapToDouble(e -> e.level().timestep()).toArray(),
                images.stream().map(i -> Condition.ofClass(tiny.label(i))).toList());
    }

    private static void assertClose(TinyDdpm tiny, List<Integer> images, List<float[]> samples) {
        for (int i = 0; i < samples.size(); i++) {
            float[] expected = tiny.sample(images.get(i));
            float[] found = samples.get(i);
            assertEquals(expected.length, found.length);
            double largest = 0;
            for (int j = 0; j < found.length; j++) {
                largest = Math.max(largest, Math.abs(expected[j] - found[j]));
            }
            assertTrue(largest < TOLERANCE, "image " + images.get(i) + " is " + largest + " off");
        }
    }
}
