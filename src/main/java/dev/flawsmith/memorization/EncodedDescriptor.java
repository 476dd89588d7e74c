package dev.flawsmith.memorization;

import dev.flawsmith.image.PixelImage;
import dev.flawsmith.model.FeatureEncoder;
import java.util.Arrays;
import java.util.List;

/** An encoder's features as descriptors. The encoder stays its opener's to close. Thread-safe. */
public final class EncodedDescriptor implements ImageDescriptor {
    private final FeatureEncoder encoder;

    public EncodedDescriptor(FeatureEncoder encoder) {
        this.encoder = encoder;
    }

    /** {@code name/protocol/sha256}. */
    @Override
    public String id() {
        return encoder.name() + "/" + encoder.protocol() + "/" + encoder.sha256();
    }

    @Override
    public int dimension() {
        return encoder.dimension();
    }

    @Override
    public float[] describe(PixelImage image) {
        return encoder.encode(List.of(image))[0];
    }

    @Override
    public float[][] describeSymmetries(PixelImage image) {
        return encoder.encode(Arrays.stream(ImageSymmetry.values())
                .map(symmetry -> symmetry.apply(image))
                .toList());
    }
}
