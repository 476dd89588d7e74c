package dev.flawsmith.dataset.procedural;

import dev.flawsmith.image.PixelImage;
import java.util.List;

/**
 * Makes grey pictures that belong to no particular factory: to learn on them what must hold on surfaces that nobody has
 * seen. Half of them are {@link ProceduralGenerator}'s sheets and defects, at a random scale and in any direction, some with
 * a second layer over them; half are {@link FreeTexture}s. Exposure, contrast, tone curve and camera are random too.
 *
 * <p>A picture is determined by (seed, size) and by {@link #VERSION}, on any machine. Stateless; safe to share between threads.
 */
public final class SceneGenerator {
    /** Names the algorithm; changes whenever any pixel of any picture does. */
    public static final String VERSION = "scenes-1";

    private static final double RULED = 0.5;
    private static final double LAYERED = 0.35;
    private static final double LARGEST_ZOOM = 1.7;

    /**
     * Two neighbouring places on one surface under one light: as alike as two different pictures can be.
     *
     * @param seed any number
     * @param size width and height in pixels, in [16, 512]
     * @return two pictures of 1 channel
     * @throws IllegalArgumentException if the size is out of range
     */
    public List<PixelImage> neighbours(long seed, int size) {
        if (size < Frame.SMALLEST || size > 512) {
            throw new IllegalArgumentException("expected a size in [" + Frame.SMALLEST + ", 512], found " + size);
        }
        Draws draws = Draws.of(seed, "scene");
        boolean beside = draws.chance(0.5);
        Frame frame = beside ? new Frame(2 * size, size) : new Frame(size, 2 * size);
        Field field = draws.chance(RULED) ? ruled(frame, draws.fork(1)) : new FreeTexture(frame, draws.fork(2)).field();
        PixelImage both = photographed(field, draws.fork(3));
        return List.of(cut(both, 0, 0, size, size), cut(both, beside ? size : 0, beside ? 0 : size, size, size));
    }

    /** A part of one of the generator's pictures, which scale with their shorter side: the zoom makes scales differ. */
    private static Field ruled(Frame frame, Draws draws) {
        double zoom = draws.chance(0.5) ? 1 : draws.logBetween(1, LARGEST_ZOOM);
        boolean turned = draws.chance(0.5);
        int width = (int) Math.round(zoom * (turned ? frame.height() : frame.width()));
        int height = (int) Math.round(zoom * (turned ? frame.width() : frame.height()));
        ProceduralGenerator generator = new ProceduralGenerator();
        List<String> classes = ProceduralGenerator.classes();
        int kind = draws.integer(0, classes.size());
        PixelImage sheet = kind == classes.size()
                ? generator.goodPart(draws.bits(), width, height)
                : generator
                        .generate(classes.get(kind), draws.bits(), width, height)
                        .image();
        int left = draws.integer(0, width - (turned ? frame.height() : frame.width()));
        int top = draws.integer(0, height - (turned ? frame.width() : frame.height()));
        Field field = new Field(frame);
        for (int y = 0; y < frame.height(); y++) {
            for (int x = 0; x < frame.width(); x++) {
                int sample = turned ? sheet.sample(top + x, left + y, 0) : sheet.sample(top + y, left + x, 0);
                field.values[y * frame.width() + x] = sample / 255f;
            }
        }
        if (draws.chance(LAYERED)) {
            Field layer = new FreeTexture(frame, draws.fork(4)).field();
            float strength = (float) draws.logBetween(0.02, 0.15);
            for (int p = 0; p < field.values.length; p++) {
                field.values[p] += strength * layer.values[p];
            }
        }
        standardise(field);
        return field;
    }

    /** Mean 0 and deviation 1; a flat field becomes 0. */
    static void standardise(Field field) {
        double mean = field.mean();
        double squares = 0;
        for (float v : field.values) {
            squares += (v - mean) * (v - mean);
        }
        double deviation = Math.sqrt(squares / field.values.length);
        double scale = deviation < 1e-6 ? 0 : 1 / deviation;
        for (int p = 0; p < field.values.length; p++) {
            field.values[p] = (float) ((field.values[p] - mean) * scale);
        }
    }

    /** Exposure, contrast and a tone curve for a standardised field, then lens and sensor. */
    private static PixelImage photographed(Field field, Draws draws) {
        double exposure = draws.between(0.2, 0.75);
        double contrast = draws.logBetween(0.03, 0.24);
        double gamma = draws.logBetween(0.6, 1.7);
        float sign = draws.chance(0.3) ? -1 : 1;
        Field radiance = new Field(field.frame);
        for (int p = 0; p < radiance.values.length; p++) {
            double level = Math.max(0, Math.min(1, exposure + contrast * sign * field.values[p]));
            radiance.values[p] = (float) StrictMath.pow(level, gamma);
        }
        Camera camera = new Camera(draws.fork(1));
        return camera.expose(draws.chance(0.6) ? camera.blur(radiance) : radiance);
    }

    private static PixelImage cut(PixelImage image, int left, int top, int width, int height) {
        byte[] part = new byte[width * height];
        byte[] samples = image.samples();
        for (int y = 0; y < height; y++) {
            System.arraycopy(samples, (top + y) * image.width() + left, part, y * width, width);
        }
        return new PixelImage(width, height, 1, part);
    }
}
