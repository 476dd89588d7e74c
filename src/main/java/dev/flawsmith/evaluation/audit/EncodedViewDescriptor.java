package dev.flawsmith.evaluation.audit;

import dev.flawsmith.image.PixelImage;
import dev.flawsmith.memorization.ImageSymmetry;
import dev.flawsmith.model.FeatureEncoder;
import java.util.Arrays;
import java.util.List;

/**
 * A learnt encoder's features of the whole image, in the eight symmetries. The encoder must have seen neither side: one
 * that was trained on real photos treats those differently from generated images. An image of one grey level shows nothing
 * to recognise: it is the zero vector. The encoder stays its opener's to close.
 */
public final class EncodedViewDescriptor implements ViewDescriptor {
    private final FeatureEncoder encoder;

    public EncodedViewDescriptor(FeatureEncoder encoder) {
        this.encoder = encoder;
    }

    @Override
    public String id() {
        return encoder.name() + "-" + encoder.protocol() + "-"
                + encoder.sha256().substring(0, 12) + "-disguises8/1";
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
        return encoder.dimension();
    }

    @Override
    public float[] describe(PixelImage image) {
        return isConstant(image) ? new float[dimension()] : encoder.encode(List.of(image))[0];
    }

    @Override
    public float[] disguise(PixelImage photo) {
        if (isConstant(photo)) {
            return new float[disguises() * dimension()];
        }
        float[][] features = encoder.encode(Arrays.stream(ImageSymmetry.values())
                .map(symmetry -> symmetry.apply(photo))
                .toList());
        float[] all = new float[disguises() * dimension()];
        for (int v = 0; v < features.length; v++) {
            System.arraycopy(features[v], 0, all, v * dimension(), dimension());
        }
        return all;
    }

    private static boolean isConstant(PixelImage image) {
        byte[] samples = image.samples();
        for (byte sample : samples) {
            if (sample != samples[0]) {
                return false;
            }
        }
        return true;
    }
}
