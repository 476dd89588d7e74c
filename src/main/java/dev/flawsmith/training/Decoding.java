package dev.flawsmith.training;

import dev.flawsmith.image.PixelImage;
import dev.flawsmith.model.ImageShape;
import dev.flawsmith.model.PixelTransfer;
import dev.flawsmith.model.VaeDecoder;
import java.util.function.UnaryOperator;

/**
 * How what a denoiser draws becomes an image: by the pixel transfer, or by an autoencoder's decoder.
 *
 * @param shape of an image
 * @param pixels a sample's values to {@code [channels * height * width]} in [-1, 1], not clipped
 */
public record Decoding(ImageShape shape, UnaryOperator<float[]> pixels) {
    /** Of a network that works on pixels. */
    public static Decoding of(PixelTransfer transfer, ImageShape shape) {
        return new Decoding(shape, transfer::toPixels);
    }

    /** Of a network that works on latents; the decoder stays its opener's. */
    public static Decoding of(VaeDecoder decoder) {
        return new Decoding(decoder.imageShape(), decoder::decode);
    }

    /** One sample as an image. */
    PixelImage image(float[] sample) {
        return PixelImage.fromFloats(pixels.apply(sample), shape.channels(), shape.height(), shape.width());
    }
}
