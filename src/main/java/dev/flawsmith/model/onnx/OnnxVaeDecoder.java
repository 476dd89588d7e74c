package dev.flawsmith.model.onnx;

import dev.flawsmith.model.ImageShape;
import dev.flawsmith.model.ModelPackageException;
import dev.flawsmith.model.PixelTransfer;
import dev.flawsmith.model.VaeDecoder;
import dev.flawsmith.model.VaeDescriptor;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A VAE decoder, a pipeline's or a package's, on ONNX Runtime's CPU kernels: {@code latent_sample} to {@code sample}. */
public final class OnnxVaeDecoder implements VaeDecoder {
    private static final String INPUT = "latent_sample";
    private static final List<String> OUTPUTS = List.of("sample");

    private final OnnxVaeHalf half;
    private final ImageShape latent;
    private final ImageShape image;
    private final float scale;
    private final float shift;
    private final @Nullable PixelTransfer transfer;

    /**
     * Opens a decoder and decodes a latent of zeros, so that a file that does something else is refused here.
     *
     * @param latent shape of a latent
     * @param image shape that it must become
     * @param scale what latents were multiplied by for the denoiser: {@code scaling_factor}
     * @param shift what was taken from them before: {@code shift_factor}
     * @throws ModelPackageException if ONNX Runtime refuses the file, or it decodes to another shape
     */
    public OnnxVaeDecoder(Path file, ImageShape latent, ImageShape image, double scale, double shift, int threads) {
        this(OnnxVaeHalf.open(file, INPUT, OUTPUTS, threads), latent, image, scale, shift, null);
    }

    /**
     * Opens the half of a package, derived by {@link OnnxVaeFile}.
     *
     * @throws ModelPackageException if ONNX Runtime refuses the file
     */
    public static OnnxVaeDecoder of(VaeDescriptor vae, Path file, int threads) {
        return new OnnxVaeDecoder(
                OnnxVaeHalf.open(file, INPUT, OUTPUTS, threads),
                vae.network().latentShape(),
                vae.network().imageShape(),
                vae.scale(),
                vae.shift(),
                vae.pixelTransfer());
    }

    /** @param transfer between pixels and what the network works on; null where it works on pixels */
    private OnnxVaeDecoder(
            OnnxVaeHalf half,
            ImageShape latent,
            ImageShape image,
            double scale,
            double shift,
            @Nullable PixelTransfer transfer) {
        this.half = half;
        this.latent = latent;
        this.image = image;
        this.scale = (float) scale;
        this.shift = (float) shift;
        this.transfer = transfer;
        half.require(this::decodeZeros);
    }

    @Override
    public ImageShape latentShape() {
        return latent;
    }

    @Override
    public ImageShape imageShape() {
        return image;
    }

    @Override
    public float[] decode(float[] values) {
        OnnxVaeHalf.requireLength(values, latent);
        float[] unscaled = new float[values.length];
        for (int i = 0; i < unscaled.length; i++) {
            unscaled[i] = values[i] / scale + shift;
        }
        float[] pixels = half.run(unscaled, latent, image, image.size());
        return transfer == null ? pixels : transfer.toPixels(pixels);
    }

    private void decodeZeros() {
        float[] unused = decode(new float[latent.size()]);
    }

    @Override
    public void close() {
        half.close();
    }
}
