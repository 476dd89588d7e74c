package dev.flawsmith.evaluation.features;

import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.Sha256;
import dev.flawsmith.model.FeatureEncoder;
import java.util.List;

/** Width, height and channels as features, so that they are found out once and kept like any others. */
public final class ImageForm implements FeatureEncoder {
    private static final String ID = "form/1";

    @Override
    public String name() {
        return "form";
    }

    @Override
    public String protocol() {
        return ID;
    }

    @Override
    public String sha256() {
        return Sha256.hex(ID);
    }

    @Override
    public int dimension() {
        return 3;
    }

    /** {@code [images][width, height, channels]}. */
    @Override
    public float[][] encode(List<PixelImage> images) {
        return images.stream()
                .map(image -> new float[] {image.width(), image.height(), image.channels()})
                .toArray(float[][]::new);
    }

    @Override
    public void close() {}
}
