package dev.flawsmith.evaluation.features;

import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.Sha256;
import dev.flawsmith.memorization.PixelDescriptor;
import dev.flawsmith.model.FeatureEncoder;
import java.util.List;

/**
 * The guard's normalised pixel descriptor as an encoder. It has no network and has learnt nothing, and sees structure of a
 * few pixels and more, but neither brightness nor contrast nor fine texture.
 */
public final class PixelEncoder implements FeatureEncoder {
    /** What users call it. */
    public static final String NAME = "pixel";

    private final PixelDescriptor descriptor = new PixelDescriptor();

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String protocol() {
        return descriptor.id();
    }

    @Override
    public String sha256() {
        return Sha256.hex(descriptor.id());
    }

    @Override
    public int dimension() {
        return descriptor.dimension();
    }

    @Override
    public float[][] encode(List<PixelImage> images) {
        return images.parallelStream().map(descriptor::describe).toArray(float[][]::new);
    }

    @Override
    public void close() {}
}
