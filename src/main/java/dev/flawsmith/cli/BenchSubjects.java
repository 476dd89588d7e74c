package dev.flawsmith.cli;

import dev.flawsmith.bench.MeasuredEngine;
import dev.flawsmith.bench.ServedModels;
import dev.flawsmith.bench.Subject;
import dev.flawsmith.model.ModelPackage;
import dev.flawsmith.model.djl.DjlKernel;
import dev.flawsmith.model.onnx.Int8Ranges;
import dev.flawsmith.model.onnx.OnnxKernel;
import dev.flawsmith.model.onnx.Precision;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/** A model as benchmarks measure it: with every engine that can run it, opened as a server or as {@code generate} opens it. */
final class BenchSubjects {
    private BenchSubjects() {}

    static Subject forServing(Path folder, EngineWish wish) {
        return of(
                folder,
                wish,
                () -> OpenModels.forServing(List.of(folder), BatchSetting.serve(Duration.ofMinutes(10)), wish));
    }

    static Subject forGeneration(Path folder, EngineWish wish) {
        return of(
                folder,
                wish,
                () -> OpenModels.forGeneration(new ModelChoice.Packaged(folder), BatchSetting.GENERATE, wish));
    }

    private static Subject of(Path folder, EngineWish wish, Supplier<ServedModels> served) {
        ModelPackage opened = ModelPackage.open(folder);
        return new Subject(
                opened,
                engines(opened, wish),
                PackagedModel.guard(opened),
                served,
                opened.isLatent() ? () -> Objects.requireNonNull(Networks.decoder(opened, 1)) : null);
    }

    /** The engines that run networks, as a server picks from them. */
    private static List<MeasuredEngine> engines(ModelPackage opened, EngineWish wish) {
        int threads = EngineSettings.networkThreads(wish.threads());
        List<MeasuredEngine> engines = new ArrayList<>(List.of(
                new MeasuredEngine(
                        "pytorch",
                        MeasuredEngine.FP32,
                        model -> Networks.open(model, new NetworkEngine.OnCpu(NetworkEngine.PYTORCH, threads)),
                        (shape, batch) -> DjlKernel.convolution(shape, batch, Networks.DEVICE),
                        size -> DjlKernel.gemm(size, Networks.DEVICE)),
                new MeasuredEngine(
                        "onnxruntime",
                        MeasuredEngine.FP32,
                        model -> Networks.open(model, new NetworkEngine.OnCpu(NetworkEngine.ONNXRUNTIME, threads)),
                        (shape, batch) -> OnnxKernel.convolution(shape, batch, threads),
                        size -> OnnxKernel.gemm(size, threads))));
        if (Int8Ranges.in(opened)) {
            engines.add(new MeasuredEngine(
                    "onnxruntime-int8",
                    "int8",
                    model -> Networks.open(
                            model, new NetworkEngine.OnCpu(NetworkEngine.ONNXRUNTIME, threads, Precision.INT8)),
                    (shape, batch) -> OnnxKernel.convolution(shape, batch, threads),
                    size -> OnnxKernel.gemm(size, threads)));
        }
        return engines;
    }
}
