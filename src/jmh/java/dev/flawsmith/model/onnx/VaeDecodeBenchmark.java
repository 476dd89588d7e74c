package dev.flawsmith.model.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.flawsmith.model.ImageShape;
import dev.flawsmith.model.ModelPackage;
import dev.flawsmith.sampling.Noise;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What an image's decoding costs alone and with others in one call, on one thread, as the workers decode, and on two. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
@State(Scope.Benchmark)
public class VaeDecodeBenchmark {
    private static final int IMAGES = 8;

    /** Images a call. */
    @Param({"1", "2", "4", "8"})
    public int batch;

    /** Of ONNX Runtime, within a call. */
    @Param({"1", "2"})
    public int threads;

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private @Nullable OrtSession session;
    private @Nullable OnnxTensor latents;

    /** Opens the bundled model's decoder. */
    @Setup
    public void open() throws IOException, OrtException {
        ModelPackage model = ModelPackage.open(Path.of("models", "steel-strip-128"));
        ImageShape latent = model.vae().network().latentShape();
        Path cache = Path.of("target", "cache", "onnx");
        session = OnnxFiles.open(OnnxVaeFile.decoder(model, cache), threads);
        float[] values = new Noise(1, 0).standardNormal(0, batch * latent.size());
        latents = OnnxTensor.createTensor(
                environment,
                FloatBuffer.wrap(values),
                new long[] {batch, latent.channels(), latent.height(), latent.width()});
    }

    /** Eight images, a batch at a time. */
    @Benchmark
    @OperationsPerInvocation(IMAGES)
    public long decode() throws OrtException {
        OrtSession opened = Objects.requireNonNull(session);
        Map<String, OnnxTensor> inputs = Map.of("latent_sample", Objects.requireNonNull(latents));
        long decoded = 0;
        for (int i = 0; i < IMAGES; i += batch) {
            try (OrtSession.Result result = opened.run(inputs)) {
                decoded += result.size();
            }
        }
        return decoded;
    }

    @TearDown
    public void close() throws OrtException {
        Objects.requireNonNull(latents).close();
        Objects.requireNonNull(session).close();
    }
}
