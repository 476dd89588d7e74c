package dev.flawsmith.synthesis;

import dev.flawsmith.batching.Priority;
import dev.flawsmith.batching.RowState;
import dev.flawsmith.guard.GuardPolicy;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.PixelMask;
import dev.flawsmith.model.Condition;
import dev.flawsmith.model.TextEncoder;
import dev.flawsmith.sampling.Repainting;
import dev.flawsmith.sampling.SamplingMethod;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A denoising network as a model: requests share its batcher, and every finished image passes its guard on a worker
 * thread before anyone sees it.
 */
public final class DiffusionModel implements ImageModel {
    private static final int WORKERS = 2;
    /** The conditioned half's answer and the combination of both. */
    private static final int GUIDANCE_ARRAYS = 2;
    /** What a picture is started from again, and the estimate that agrees with it; the picture itself is the request's. */
    private static final int CANVAS_ARRAYS = 2;

    private final DiffusionModelParts parts;
    private final ServedNetwork served;

    /** Starts the model's threads and takes over its denoiser. */
    public DiffusionModel(DiffusionModelParts parts) {
        this.parts = parts;
        this.served = new ServedNetwork(
                parts.description().name(),
                parts.denoiser(),
                parts.batcher(),
                parts.timeLimit(),
                workers(parts.vae() != null));
    }

    /** Threads that make images of what is drawn: decoding latents takes a while, and every core may help. */
    public static int workers(boolean decodes) {
        return decodes ? Math.max(WORKERS, Runtime.getRuntime().availableProcessors()) : WORKERS;
    }

    @Override
    public ModelDescription description() {
        return parts.description();
    }

    /** {@inheritDoc} Steps that its schedule lacks, a photo that it cannot draw on, guidance that its network cannot give. */
    @Override
    public void check(SynthesisRequest request) {
        try {
            parts.sampling().check(request.sampler(), request.steps());
        } catch (IllegalArgumentException e) {
            throw Failures.invalid("steps", String.valueOf(e.getMessage()));
        }
        if (request.canvas() != null) {
            checkCanvas(request.canvas(), request);
        }
        if (request.guidanceScale() != 1 && !parts.denoiser().unconditioned()) {
            throw Failures.invalid(
                    "guidance_scale",
                    "expected 1, for the network of model " + request.model()
                            + " cannot be asked without a class, found " + request.guidanceScale());
        }
    }

    private void checkCanvas(Canvas canvas, SynthesisRequest request) {
        SamplingMethod method = parts.sampling().method(request.sampler());
        Canvas placed = placed(canvas, request.seed());
        Repainting repainting = placed.repainting(
                new float[parts.denoiser().shape().size()], parts.denoiser().shape());
        try {
            repainting.check(method, request.steps());
        } catch (IllegalArgumentException e) {
            throw Failures.invalid(
                    repainting.runsOnce(method, request.steps()) ? "repaint_passes" : "strength",
                    String.valueOf(e.getMessage()));
        }
        for (Canvas window : windows(canvas, request)) {
            requireNoHoldout(window.window());
        }
        if (canvas.isWindowed()) {
            requireNoHoldout(canvas.photo());
        }
        PixelMask part = placed.part();
        if (part != null && request.guard() != GuardPolicy.OFF) {
            try {
                parts.guard().requirePart(part);
            } catch (IllegalArgumentException e) {
                throw Failures.invalid(canvas.region() == null ? "mask" : "region", String.valueOf(e.getMessage()));
            }
        }
    }

    /** With a part, where that can be had of the model's window. */
    private static Canvas placed(Canvas canvas, long seed) {
        try {
            return canvas.at(seed);
        } catch (IllegalArgumentException e) {
            throw Failures.invalid("region", String.valueOf(e.getMessage()));
        }
    }

    /** A canvas of each window of the photo that images are drawn in. */
    private static Collection<Canvas> windows(Canvas canvas, SynthesisRequest request) {
        if (!canvas.roams()) {
            return List.of(canvas);
        }
        Map<List<Integer>, Canvas> windows = new LinkedHashMap<>();
        for (int i = 0; i < request.n(); i++) {
            DefectShape place = canvas.place(request.seed() + i);
            windows.computeIfAbsent(
                    List.of(place.left(), place.top()), corner -> canvas.movedTo(corner.get(0), corner.get(1)));
        }
        return windows.values();
    }

    private void requireNoHoldout(PixelImage photo) {
        parts.guard().holdoutPhoto(photo).ifPresent(file -> {
            throw Failures.invalid(
                    "init_image",
                    "expected a photo that the model's audit does not rest on, found the holdout photo " + file);
        });
    }

    /** That texts are not read to their end, where they are not. */
    @Override
    public List<String> warnings(SynthesisRequest request) {
        TextEncoder encoder = parts.textEncoder();
        List<String> warnings = new ArrayList<>();
        if (encoder != null && request.prompt() != null) {
            encoder.overrun(request.prompt()).ifPresent(overrun -> warnings.add("prompt: " + overrun));
        }
        if (encoder != null && request.negativePrompt() != null) {
            encoder.overrun(request.negativePrompt()).ifPresent(overrun -> warnings.add("negative_prompt: " + overrun));
        }
        return warnings;
    }

    @Override
    public int images() {
        return served.images();
    }

    @Override
    public void listen(ModelListener listener) {
        served.listen(listener);
    }

    @Override
    public Synthesis submit(SynthesisRequest request, int firstAttempt, SynthesisListener listener) {
        return submit(request, firstAttempt, Priority.INTERACTIVE, listener);
    }

    @Override
    public Synthesis submitBatch(SynthesisRequest request, SynthesisListener listener) {
        return submit(request, 0, Priority.BATCH, listener);
    }

    private Synthesis submit(
            SynthesisRequest request, int firstAttempt, Priority priority, SynthesisListener listener) {
        Condition condition = condition(request);
        Condition otherwise =
                request.negativePrompt() == null ? Condition.NONE : text("negative_prompt", request.negativePrompt());
        List<String> warnings = warnings(request);
        SynthesisRun run = served.run(request, request.n() * request.stepsPerImage(), listener);
        return served.submit(
                run,
                state(request),
                priority,
                ticket -> new DiffusionRun(parts, condition, otherwise, warnings, run, ticket, served.workers())
                        .start(firstAttempt));
    }

    private RowState state(SynthesisRequest request) {
        int arrays = parts.sampling().method(request.sampler()).sampler().stateArrays();
        int guidance = request.guidanceScale() == 1 ? 0 : GUIDANCE_ARRAYS;
        int canvas = request.canvas() == null ? 0 : CANVAS_ARRAYS;
        return new RowState(
                parts.denoiser().shape().size(),
                arrays + guidance + canvas,
                request.canvas() == null
                        ? parts.description().shape().size()
                        : request.canvas().bytesPerImage(request.n()));
    }

    @Override
    public Optional<String> trouble() {
        return served.trouble();
    }

    private Condition condition(SynthesisRequest request) {
        if (request.className() != null) {
            int index = parts.description().classes().indexOf(request.className());
            if (index < 0) {
                throw Failures.invalid(
                        "class", Suggestion.oneOf(parts.description().classes(), request.className()));
            }
            return Condition.ofClass(index);
        }
        return text("prompt", Objects.requireNonNull(request.prompt()));
    }

    private Condition text(String field, String prompt) {
        TextEncoder encoder = parts.textEncoder();
        if (encoder == null) {
            throw Failures.invalid(field, "expected none, found a prompt: this model takes classes only");
        }
        try {
            return Condition.ofText(encoder.encode(prompt));
        } catch (IllegalArgumentException e) {
            throw Failures.invalid(field, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            throw Failures.of(e);
        }
    }

    @Override
    public void close() {
        if (served.free()) {
            if (parts.vae() != null) {
                parts.vae().close();
            }
            if (parts.encoder() != null) {
                parts.encoder().close();
            }
        }
    }
}
