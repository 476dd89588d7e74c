package dev.flawsmith.model.onnx;

import dev.flawsmith.model.ImageShape;
import dev.flawsmith.model.ModelPackageException;
import dev.flawsmith.model.PixelTransfer;
import dev.flawsmith.model.VaeDescriptor;
import dev.flawsmith.model.VaeEncoder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A VAE encoder, a pipeline's or a package's, on ONNX Runtime's CPU kernels: {@code sample} to {@code latent_parameters}, the
 * posterior's mean and the logarithm of its deviation or variance, of which the mean is taken, or to {@code latent_sample}.
 */
public final class OnnxVaeEncoder implements VaeEncoder {
    private static final String INPUT = "sample";
    private static final String PARAMETERS = "latent_parameters";
    private static final List<String> OUTPUTS = List.of(PARAMETERS, "latent_sample");

    private final OnnxVaeHalf half;
    private final ImageShape latent;
    private final ImageShape image;
    private final float scale;
    private final float shift;
    private final @Nullable PixelTransfer transfer;

    /**
     * Opens an encoder and encodes a grey image twice, so that a file that does something else, or draws its latents, is
     * refused here.
     *
     * @param image shape of an image
     * @param latent shape that it must become
     * @param scale what latents are multiplied by for the denoiser: {@code scaling_factor}
     * @param shift what is taken from them before: {@code shift_factor}
     * @throws ModelPackageException if ONNX Runtime refuses the file, it encodes to another shape, or to another latent each
     *     time
     */
    public OnnxVaeEncoder(Path file, ImageShape image, ImageShape latent, double scale, double shift, int threads) {
        this(OnnxVaeHalf.open(file, INPUT, OUTPUTS, threads), latent, image, scale, shift, null);
    }

    /**
     * Opens the half of a package, derived by {@link OnnxVaeFile}.
     *
     * @throws ModelPackageException if ONNX Runtime refuses the file
     */
    public static OnnxVaeEncoder of(VaeDescriptor vae, Path file, int threads) {
        return new OnnxVaeEncoder(
                OnnxVaeHalf.open(file, INPUT, OUTPUTS, threads),
                vae.network().latentShape(),
                vae.network().imageShape(),
                vae.scale(),
                vae.shift(),
                vae.pixelTransfer());
    }

    /** @param transfer between pixels and what the network works on; null where it works on pixels */
    private OnnxVaeEncoder(
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
        half.require(this::encodeTwice);
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
    public float[] encode(float[] pixels) {
        OnnxVaeHalf.requireLength(pixels, image);
        int halves = half.output().equals(PARAMETERS) ? 2 : 1;
        float[] mean = half.run(
                transfer == null ? pixels : transfer.toModel(pixels),
                image,
                new ImageShape(halves * latent.channels(), latent.height(), latent.width()),
                latent.size()); // of parameters the first half
        for (int i = 0; i < mean.length; i++) {
            mean[i] = (mean[i] - shift) * scale;
        }
        return mean;
    }

    private void encodeTwice() {
        float[] grey = new float[image.size()];
        if (!Arrays.equals(encode(grey), encode(grey))) {
            throw new ModelPackageException(
                    half.source() + ": expected the same latent of the same image every time, as " + PARAMETERS
                            + " are, found one that is drawn: export it without sampling");
        }
    }

    @Override
    public void close() {
        half.close();
    }
}
