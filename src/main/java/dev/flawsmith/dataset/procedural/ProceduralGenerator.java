package dev.flawsmith.dataset.procedural;

import dev.flawsmith.image.PixelImage;
import java.util.List;

/**
 * Makes grey pictures of metal sheets with one defect each, with exact masks, from rules alone: for the day before any
 * real photo exists. A picture is wholly determined by (seed, class, width, height) and by {@link #VERSION}, on any
 * machine: integer hashing, IEEE arithmetic and {@link StrictMath} only. Lengths scale with the shorter side, so a seed
 * shows much the same scene at every size. Stateless; safe to share between threads.
 */
public final class ProceduralGenerator {
    /**
     * Names the algorithm. It changes whenever any pixel of any picture changes; the model hash of the procedural model
     * is derived from it, so that a recipe is replayed by the rules it was made with or refused.
     */
    public static final String VERSION = "procedural-1";

    private static final List<DefectFamily> FAMILIES =
            List.of(new Crack(), new Inclusion(), new Patch(), new Pit(), new Scratch());
    private static final List<String> CLASSES =
            FAMILIES.stream().map(DefectFamily::name).sorted().toList();
    private static final int ATTEMPTS = 64;

    /** The class names, sorted. */
    public static List<String> classes() {
        return CLASSES;
    }

    /**
     * One defect of a class.
     *
     * @param className one of {@link #classes()}
     * @param seed any number
     * @param width pixels, in [16, 2048]
     * @param height pixels, in [16, 2048]
     * @throws IllegalArgumentException if the class is unknown or a side is out of range
     */
    public ProceduralImage generate(String className, long seed, int width, int height) {
        DefectFamily family = family(className);
        Draws draws = Draws.of(seed, className);
        Surface surface = Surface.render(new Frame(width, height), draws.fork(1));
        Compositor compositor = new Compositor(surface, new Camera(draws.fork(2)));
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            DefectLayer layer = new DefectLayer(surface.frame());
            family.paint(layer, surface.style(), draws.fork(100 + attempt));
            Compositor.Shot shot = compositor.shoot(layer);
            if (shot.isUsable()) {
                return new ProceduralImage(
                        shot.image(), compositor.normal(), shot.mask(), Box.around(shot.mask()), className, seed);
            }
        }
        throw new IllegalStateException("expected a usable specimen within " + ATTEMPTS + " attempts, found none for "
                + className + ", seed " + seed + ", " + width + "x" + height);
    }

    /**
     * A sheet without a defect, 1 channel.
     *
     * @throws IllegalArgumentException if a side is out of [16, 2048] pixels
     */
    public PixelImage goodPart(long seed, int width, int height) {
        Draws draws = Draws.of(seed, "good");
        Surface surface = Surface.render(new Frame(width, height), draws.fork(1));
        return new Compositor(surface, new Camera(draws.fork(2))).normal();
    }

    private static DefectFamily family(String className) {
        return FAMILIES.stream()
                .filter(f -> f.name().equals(className))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "expected a class of " + CLASSES + ", found \"" + className + "\""));
    }
}
