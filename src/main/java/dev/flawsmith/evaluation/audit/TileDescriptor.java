package dev.flawsmith.evaluation.audit;

import dev.flawsmith.image.PixelImage;

/**
 * Parts of the picture, for pasted patches: 36 overlapping squares of three eighths of the side, in {@value #CELLS} x
 * {@value #CELLS} cells each, mean and contrast taken out. Each is compared with the same place of a photo and with places
 * 2 of 64 pixels beside it.
 */
public final class TileDescriptor implements ViewDescriptor {
    private static final int CELLS = 8;
    private static final int ALONG = 6;
    private static final double SIZE = 3 / 8.0;
    private static final double SHIFT = 2 / 64.0;
    private static final double[][] SHIFTS = {{0, 0}, {-SHIFT, 0}, {SHIFT, 0}, {0, -SHIFT}, {0, SHIFT}};

    @Override
    public String id() {
        return "tiles36-disguises5/1";
    }

    @Override
    public int positions() {
        return ALONG * ALONG;
    }

    @Override
    public int disguises() {
        return SHIFTS.length;
    }

    @Override
    public int dimension() {
        return CELLS * CELLS;
    }

    @Override
    public float[] describe(PixelImage image) {
        return look(image, 1);
    }

    @Override
    public float[] disguise(PixelImage photo) {
        return look(photo, SHIFTS.length);
    }

    private float[] look(PixelImage image, int shifts) {
        SummedPixels sums = new SummedPixels(image);
        int side = image.width();
        float[] all = new float[positions() * shifts * dimension()];
        int at = 0;
        for (int p = 0; p < positions(); p++) {
            int row = p / ALONG;
            int column = p % ALONG;
            double x = (1 - SIZE) * column / (ALONG - 1);
            double y = (1 - SIZE) * row / (ALONG - 1);
            for (int s = 0; s < shifts; s++) {
                double left = Math.min(1 - SIZE, Math.max(0, x + SHIFTS[s][0]));
                double top = Math.min(1 - SIZE, Math.max(0, y + SHIFTS[s][1]));
                System.arraycopy(sums.normalised(left * side, top * side, SIZE * side, CELLS), 0, all, at, dimension());
                at += dimension();
            }
        }
        return all;
    }
}
