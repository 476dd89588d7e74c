package dev.flawsmith.dataset.procedural;

import dev.flawsmith.image.PixelImage;

/** Photographs a surface with and without a defect through one camera, and takes the mask from the coverage. */
final class Compositor {
    /**
     * A pixel belongs to the defect where more than this part of it, as seen through the lens, is covered. From there
     * the defect fades in until twice the threshold, so that its outline leaves no seam.
     */
    static final double COVERAGE_THRESHOLD = 0.15;

    /** The least mean change inside the mask, grey levels: a fainter specimen is strengthened to it or dropped. */
    static final double LEAST_CHANGE = 9;

    private static final double STRONGEST_GAIN = 4;
    private static final int FEWEST_PIXELS = 4;
    private static final double LARGEST_SHARE = 0.7;

    private final Surface surface;
    private final Camera camera;
    private final Field seen;
    private final PixelImage normal;

    Compositor(Surface surface, Camera camera) {
        this.surface = surface;
        this.camera = camera;
        this.seen = camera.blur(surface.radiance());
        this.normal = camera.expose(seen);
    }

    PixelImage normal() {
        return normal;
    }

    /**
     * A picture of one specimen.
     *
     * @param covered pixels of the mask
     * @param change mean change inside the mask, grey levels, before noise and rounding
     */
    record Shot(PixelImage image, PixelImage mask, int covered, double change) {
        /** Whether the specimen can be seen, and leaves enough of the surface, to be a picture of its kind. */
        boolean isUsable() {
            return covered >= FEWEST_PIXELS
                    && covered <= LARGEST_SHARE * mask.width() * mask.height()
                    && change >= 0.99 * LEAST_CHANGE;
        }
    }

    Shot shoot(DefectLayer layer) {
        Frame frame = surface.frame();
        Field coverage = camera.blur(layer.coverage);
        Field change = camera.blur(layer.changeOn(surface));
        byte[] mask = new byte[frame.pixels()];
        double total = 0;
        int covered = 0;
        for (int p = 0; p < mask.length; p++) {
            double over = coverage.values[p] - COVERAGE_THRESHOLD;
            change.values[p] *= (float) Ramp.linear(0, COVERAGE_THRESHOLD, over);
            if (over > 0) {
                mask[p] = (byte) 255;
                total += Math.abs(change.values[p]);
                covered++;
            }
        }
        double mean = 255 * total / Math.max(1, covered);
        double gain = Math.max(1, Math.min(STRONGEST_GAIN, LEAST_CHANGE / Math.max(1e-3, mean)));
        for (int p = 0; p < mask.length; p++) {
            change.values[p] = (float) Math.max(0, Math.min(1, seen.values[p] + gain * change.values[p]));
        }
        PixelImage cutOut = new PixelImage(frame.width(), frame.height(), 1, mask);
        return new Shot(camera.expose(change), cutOut, covered, gain * mean);
    }
}
