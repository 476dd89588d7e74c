package dev.flawsmith.model.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import dev.flawsmith.model.VaeConfig;

/** Both halves of an autoencoder, the encoder's weights first. */
final class Vae extends Layer {
    private final VaeEncoderLayers encoder;
    private final VaeDecoderLayers decoder;

    Vae(VaeConfig config) {
        encoder = child("encoder", new VaeEncoderLayers(config));
        decoder = child("decoder", new VaeDecoderLayers(config));
    }

    NDArray encode(NDArray x) {
        return encoder.apply(x);
    }

    NDArray decode(NDArray z) {
        return decoder.apply(z);
    }

    /** An image to its posterior's mean and back. */
    @Override
    NDArray run(NDList inputs) {
        return decode(encode(inputs.singletonOrThrow()).split(2, 1).get(0));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] shapes) {
        return new Shape[] {shapes[0]};
    }
}
