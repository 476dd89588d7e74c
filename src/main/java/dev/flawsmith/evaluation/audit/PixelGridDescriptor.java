package dev.flawsmith.evaluation.audit;

import dev.flawsmith.image.PixelImage;
import dev.flawsmith.memorization.ImageSymmetry;

/**
 * The whole image in fine detail: {@value #CELLS} x {@value #CELLS} cells, mean and contrast taken out, in the eight
 * symmetries. What two photos have in common at that size is little, so that a copy stands out of heavy noise, once the
 * distance is that to what the image shows: noise is measured and taken out ({@link SignalShare}) of the distance to the
 * nearest photo, for photos taken as images alike. A shift by a cell hides a copy, which {@link WindowDescriptor} is for.
 */
public final class PixelGridDescriptor implements ViewDescriptor {
    private static final int CELLS = 32;

    @Override
    public String id() {
        return "pixel-grid32-denoised-disguises8/2";
    }

    @Override
    public int positions() {
        return 1;
    }

    @Override
    public int disguises() {
        return ImageSymmetry.values().length;
    }

    @Override
    public int dimension() {
        return CELLS * CELLS;
    }

    @Override
    public float[] describe(PixelImage image) {
        return new SummedPixels(image).normalised(0, 0, image.width(), CELLS);
    }

    @Override
    public float[] disguise(PixelImage photo) {
        float[] all = new float[disguises() * dimension()];
        int at = 0;
        for (ImageSymmetry symmetry : ImageSymmetry.values()) {
            System.arraycopy(describe(symmetry.apply(photo)), 0, all, at, dimension());
            at += dimension();
        }
        return all;
    }

    @Override
    public SignalShare signal(PixelImage image) {
        int side = image.width();
        double deviation = NoiseEstimate.deviation(image) * Math.min(1, (double) CELLS / side); // of a cell's mean
        return SignalShare.of(
                dimension() * deviation * deviation, new SummedPixels(image).squaredLength(0, 0, side, CELLS));
    }
}
