package dev.flawsmith.evaluation.pixels;

import dev.flawsmith.dataset.StructureTensor;
import dev.flawsmith.image.AreaResize;
import dev.flawsmith.image.Colour;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.Sha256;
import dev.flawsmith.image.SquareCrop;
import dev.flawsmith.model.FeatureEncoder;
import java.util.List;

/**
 * What is measured on an image's pixels, as features: the {@link Attribute}s in their order, then the power in each ring
 * of the {@link PowerSpectrum}. An image becomes the square in its middle, grey (Rec. 601 luma), resized by area to one
 * side, which both sets of a comparison must share: spectra of different sides do not compare.
 */
public final class PixelStatistics implements FeatureEncoder {
    /** The smallest side that has rings enough. */
    public static final int SMALLEST_SIDE = 16;

    private final int side;
    private final PowerSpectrum spectrum;

    /** @param side pixels, at least {@value #SMALLEST_SIDE} */
    public PixelStatistics(int side) {
        if (side < SMALLEST_SIDE) {
            throw new IllegalArgumentException("expected a side of at least " + SMALLEST_SIDE + ", found " + side);
        }
        this.side = side;
        spectrum = new PowerSpectrum(side);
    }

    @Override
    public String name() {
        return "pixel-statistics";
    }

    @Override
    public String protocol() {
        return "grey-square-area-" + side + "/1";
    }

    @Override
    public String sha256() {
        return Sha256.hex(name() + " " + protocol());
    }

    @Override
    public int dimension() {
        return Attribute.values().length + PowerSpectrum.bands(side);
    }

    @Override
    public float[][] encode(List<PixelImage> images) {
        return images.stream().map(this::measure).toArray(float[][]::new);
    }

    private float[] measure(PixelImage image) {
        PixelImage grey = AreaResize.resize(Colour.toGrey(SquareCrop.centre(image)), side, side);
        float[] feature = new float[dimension()];
        int count = 0;
        StructureTensor tensor = StructureTensor.of(grey);
        for (Attribute attribute : Attribute.values()) {
            feature[count++] = (float) attribute.of(grey, tensor);
        }
        for (double power : spectrum.of(grey)) {
            feature[count++] = (float) power;
        }
        return feature;
    }

    @Override
    public void close() {}
}
