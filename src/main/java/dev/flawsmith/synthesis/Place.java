package dev.flawsmith.synthesis;

import dev.flawsmith.guard.Guard;
import dev.flawsmith.sampling.Repainting;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where images are painted, and what judges them there. What takes a moment is made when it is first wanted, for the thread
 * that starts trajectories makes network calls too. Thread-safe.
 */
final class Place {
    private final @Nullable Canvas canvas;
    private final @Nullable Repainting repainting;
    private final Function<@Nullable Canvas, Guard> guards;
    private @Nullable Guard guard; // guarded by this, as are those below
    private @Nullable Painting painting;
    private @Nullable CanvasRecipe recipe;

    /**
     * A place.
     *
     * @param canvas with its part; null where images are drawn on no photo
     * @param repaintings makes what a trajectory on a canvas is started with
     * @param guards makes the guard of a canvas
     */
    Place(
            @Nullable Canvas canvas,
            Function<@Nullable Canvas, @Nullable Repainting> repaintings,
            Function<@Nullable Canvas, Guard> guards) {
        this.canvas = canvas;
        this.guards = guards;
        this.repainting = repaintings.apply(canvas);
    }

    /** What a trajectory is started with; null on no photo. */
    @Nullable
    Repainting repainting() {
        return repainting;
    }

    /** Judges what is drawn here. */
    synchronized Guard guard() {
        if (guard == null) {
            guard = guards.apply(canvas);
        }
        return guard;
    }

    /** Lays it into the photo; null on none. */
    synchronized @Nullable Painting painting() {
        if (painting == null && canvas != null) {
            painting = new Painting(canvas);
        }
        return painting;
    }

    /** What of it stands in a recipe; null on no photo. */
    synchronized @Nullable CanvasRecipe recipe(@Nullable String photoSha256) {
        if (recipe == null && canvas != null) {
            recipe = canvas.recipe(Objects.requireNonNull(photoSha256));
        }
        return recipe;
    }
}
