package dev.flawsmith.bench;

import dev.flawsmith.guard.Guard;
import dev.flawsmith.model.ModelPackage;
import dev.flawsmith.model.UNetManifest;
import dev.flawsmith.model.VaeDecoder;
import dev.flawsmith.model.djl.UNetWork;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The model that is measured.
 *
 * @param engines at least one of precision {@link MeasuredEngine#FP32}
 * @param guard what its images pass when it is served
 * @param served opens it as a server does
 * @param decoder opens what makes images of its latents, on one thread; null for a model on pixels
 */
public record Subject(
        ModelPackage model,
        List<MeasuredEngine> engines,
        Guard guard,
        Supplier<ServedModels> served,
        @Nullable Supplier<VaeDecoder> decoder) {
    public Subject {
        engines = List.copyOf(engines);
        if (engines.stream().noneMatch(engine -> engine.precision().equals(MeasuredEngine.FP32))) {
            throw new IllegalArgumentException("expected an engine of precision fp32, found " + engines);
        }
    }

    /** What its network has to compute. */
    UNetWork work() {
        return UNetWork.of(UNetManifest.config(model));
    }
}
