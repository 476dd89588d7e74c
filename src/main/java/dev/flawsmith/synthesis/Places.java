package dev.flawsmith.synthesis;

import dev.flawsmith.guard.Guard;
import dev.flawsmith.guard.GuardPolicy;
import java.util.Map;
import java.util.Objects;
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

    /** @param whole judges whole images of the model */
    Places(SynthesisRequest request, DiffusionModelParts parts, Guard whole) {
        this.request = request;
        this.parts = parts;
        this.whole = whole;
        Canvas canvas = request.canvas();
        this.roaming = canvas != null && canvas.roams() ? canvas : null;
        this.shared = roaming == null ? new Place(canvas, parts, this::guard) : null;
    }

    /** That of an image, by its number in the request. */
    Place of(int index) {
        return roaming == null
                ? Objects.requireNonNull(shared)
                : own.computeIfAbsent(index, i -> new Place(roaming.at(request.seed() + i), parts, this::guard));
    }

    /** An image is finished, or will not be. */
    void leave(int index) {
        own.remove(index);
    }

    /** What judges images: of a photo that was painted into, what was painted. */
    private Guard guard(@Nullable Canvas canvas) {
        return canvas == null || canvas.mask() == null || request.guard() == GuardPolicy.OFF
                ? whole
                : whole.ofPart(Objects.requireNonNull(canvas.part()));
    }
}
