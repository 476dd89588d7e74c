package dev.flawsmith.synthesis;

import dev.flawsmith.guard.Guard;
import dev.flawsmith.guard.GuardPolicy;
import dev.flawsmith.sampling.Repainting;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Where a request's images are painted: all in one place, or each in its own, kept while it is drawn. Thread-safe. */
final class Places {
    private final SynthesisRequest request;
    private final DiffusionModelParts parts;
    private final Guard whole;
    private final @Nullable Canvas roaming;
    private final @Nullable Place shared;
    private final Map<Integer, Place> own = new ConcurrentHashMap<>();
    private final Set<Integer> left = ConcurrentHashMap.newKeySet();
    /** Windows in the network's values, by where they begin: many images may share one. */
    private final Map<Long, float[]> pictures = new ConcurrentHashMap<>();

    /** @param whole judges whole images of the model */
    Places(SynthesisRequest request, DiffusionModelParts parts, Guard whole) {
        this.request = request;
        this.parts = parts;
        this.whole = whole;
        Canvas canvas = request.canvas();
        this.roaming = canvas != null && canvas.roams() ? canvas : null;
        this.shared = roaming == null ? new Place(canvas, this::repainting, this::guard) : null;
    }

    /** That of an image, by its number in the request. */
    Place of(int index) {
        return roaming == null
                ? Objects.requireNonNull(shared)
                : own.computeIfAbsent(
                        index, i -> new Place(roaming.at(request.seed() + i), this::repainting, this::guard));
    }

    /** That of an image, unless it has been left: then nobody waits for what would be shown of it. */
    @Nullable
    Place unlessLeft(int index) {
        return left.contains(index) ? null : of(index);
    }

    /** An image is finished, or will not be. */
    void leave(int index) {
        left.add(index);
        own.remove(index);
    }

    private @Nullable Repainting repainting(@Nullable Canvas canvas) {
        if (canvas == null) {
            return null;
        }
        long at = (long) canvas.top() * canvas.photo().width() + canvas.left();
        float[] picture = pictures.computeIfAbsent(at, unused -> parts.toModel(canvas.window()));
        return canvas.repainting(picture, parts.denoiser().shape());
    }

    /** What judges images: of a photo that was painted into, what was painted. */
    private Guard guard(@Nullable Canvas canvas) {
        return canvas == null || canvas.mask() == null || request.guard() == GuardPolicy.OFF
                ? whole
                : whole.ofPart(Objects.requireNonNull(canvas.part()));
    }
}
