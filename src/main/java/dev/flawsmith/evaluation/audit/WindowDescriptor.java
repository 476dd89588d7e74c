package dev.flawsmith.evaluation.audit;

import dev.flawsmith.image.PixelImage;
import dev.flawsmith.memorization.ImageSymmetry;
import java.util.ArrayList;
import java.util.List;

/**
 * The whole picture: the middle {@value #MIDDLE} of the image in some cells, mean and contrast
 * taken out. Disguises of a photo are windows of it that such a middle would show: the eight symmetries, shifts of up to 4
 * of 64 pixels in steps of 2, crops of 95 and 85 %. What is beyond the middle is not looked at, so that it does not matter
 * what a shift brought in at the edge.
 */
public final class WindowDescriptor implements ViewDescriptor {
    private static final double MIDDLE = 0.8;
    private static final int REFERENCE_SIDE = 64;
    private static final int[] SHIFTS = {0, -4, -2, 2, 4};

    /** A window of a photo, in sides of it. */
    private record Window(double centreX, double centreY, double size) {}

    private static final List<Window> WINDOWS = windows();

    private static List<Window> windows() {
        List<Window> windows = new ArrayList<>();
        for (int y : SHIFTS) {
            for (int x : SHIFTS) {
                windows.add(window(x, y, 1));
            }
        }
        for (double[] crop : new double[][] {{0.95, 1.6}, {0.85, 4}}) {
            windows.add(window(0, 0, crop[0]));
            for (int corner = 0; corner < 4; corner++) {
                windows.add(window((corner & 1) == 0 ? crop[1] : -crop[1], corner < 2 ? crop[1] : -crop[1], crop[0]));
            }
        }
        return List.copyOf(windows);
    }

    private static Window window(double x, double y, double scale) {
        return new Window(0.5 + x / REFERENCE_SIDE, 0.5 + y / REFERENCE_SIDE, MIDDLE * scale);
    }

    private final int cells;

    /** @param cells along a side: few forgive noise, many tell similar photos apart */
    public WindowDescriptor(int cells) {
        if (cells < 2) {
            throw new IllegalArgumentException("expected at least 2 cells along a side, found " + cells);
        }
        this.cells = cells;
    }

    @Override
    public String id() {
        return "pixel-window" + cells + "-disguises" + disguises() + "/1";
    }

    @Override
    public int positions() {
        return 1;
    }

    @Override
    public int disguises() {
        return WINDOWS.size() * ImageSymmetry.values().length;
    }

    @Override
    public int dimension() {
        return cells * cells;
    }

    @Override
    public float[] describe(PixelImage image) {
        return look(new SummedPixels(image), WINDOWS.get(0), image.width());
    }

    @Override
    public float[] disguise(PixelImage photo) {
        float[] all = new float[disguises() * dimension()];
        int at = 0;
        for (ImageSymmetry symmetry : ImageSymmetry.values()) {
            SummedPixels sums = new SummedPixels(symmetry.apply(photo));
            for (Window window : WINDOWS) {
                System.arraycopy(look(sums, window, photo.width()), 0, all, at, dimension());
                at += dimension();
            }
        }
        return all;
    }

    private float[] look(SummedPixels sums, Window window, int side) {
        double size = window.size() * side;
        return sums.normalised(window.centreX() * side - size / 2, window.centreY() * side - size / 2, size, cells);
    }
}
