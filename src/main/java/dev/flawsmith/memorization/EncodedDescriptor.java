package dev.flawsmith.memorization;

import dev.flawsmith.image.PixelImage;
import dev.flawsmith.model.FeatureEncoder;
import java.util.Arrays;
import java.util.List;

/** An encoder's features as descriptors. The encoder stays its opener's to close. Thread-safe. */
public final class EncodedDescriptor implements ImageDescriptor {
    private static final int HASH_DIGITS = 12;

    private final FeatureEncoder encoder;

    public EncodedDescriptor(FeatureEncoder encoder) {
        this.encoder = encoder;
    }

    /** {@code name/protocol/sha256}, the hash's first twelve digits. */
    @Override
    public String id() {
        return encoder.name() + "/" + encoder.protocol() + "/"
                + encoder.sha256().substring(0, HASH_DIGITS);
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

    /** {@code true}: a network is asked once an image, not eight times. */
    @Override
    public boolean turnsPhotos() {
        return true;
    }
}
