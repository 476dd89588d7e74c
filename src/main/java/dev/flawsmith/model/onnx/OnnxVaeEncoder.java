package dev.flawsmith.model.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.flawsmith.model.ImageShape;
import dev.flawsmith.model.ModelPackageException;
import dev.flawsmith.model.PixelTransfer;
import dev.flawsmith.model.VaeDescriptor;
import dev.flawsmith.model.VaeEncoder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A VAE encoder, a pipeline's or a package's, on ONNX Runtime's CPU kernels: {@code sample} to {@code latent_parameters}, the
 * posterior's mean and the logarithm of its variance, of which the mean is taken, or to {@code latent_sample}.
 */
public final class OnnxVaeEncoder implements VaeEncoder {
    private static final String INPUT = "sample";
    private static final String PARAMETERS = "latent_parameters";
    private static final String SAMPLE = "latent_sample";

    private final OrtEnvironment engine = OrtEnvironment.getEnvironment();
    private final String source;
    private final OrtSession session;
    private final ImageShape image;
    private final ImageShape latent;
    private final float scale;
    private final float shift;
    private final @Nullable PixelTransfer transfer;
    private final OnnxJavaType type;
    private final String output;
    private boolean closed;

    /**
     * Opens an encoder and encodes a grey image, so that a file that does something else is refused here.
     *
     * @param image shape of an image
     * @param latent shape that it must become
     * @param scale what latents are multiplied by for the denoiser: {@code scaling_factor}
     * @param shift what is taken from them before: {@code shift_factor}
     * @throws ModelPackageException if ONNX Runtime refuses the file, or it encodes to another shape
     */
    public OnnxVaeEncoder(Path file, ImageShape image, ImageShape latent, double scale, double shift, int threads) {
        this(file, image, latent, scale, shift, null, threads);
    }

    /**
     * Opens the encoder of a package, derived by {@link OnnxVaeFile}.
     *
     * @throws ModelPackageException if ONNX Runtime refuses the file
     */
    public static OnnxVaeEncoder of(VaeDescriptor vae, Path file, int threads) {
        return new OnnxVaeEncoder(
                file,
                vae.network().imageShape(),
                vae.network().latentShape(),
                vae.scale(),
                vae.shift(),
                vae.pixelTransfer(),
                threads);
    }

    /** @param transfer from pixels to what the network works on; null where it works on pixels */
    private OnnxVaeEncoder(
            Path file,
            ImageShape image,
            ImageShape latent,
            double scale,
            double shift,
            @Nullable PixelTransfer transfer,
            int threads) {
        source = file.toString();
        this.image = image;
        this.latent = latent;
        this.scale = (float) scale;
        this.shift = (float) shift;
        this.transfer = transfer;
        session = OnnxFiles.open(file, threads);
        try {
            NodeInfo input = OnnxFiles.only(session.getInputInfo(), source, INPUT);
            if (!(input.getInfo() instanceof TensorInfo tensor) || !OnnxFiles.isFloat(tensor.type)) {
                throw new ModelPackageException(
                        source + ": expected input " + INPUT + " as FLOAT or FLOAT16, found " + input.getInfo());
            }
            type = tensor.type;
            Set<String> outputs = session.getOutputNames();
            output = outputs.contains(PARAMETERS) ? PARAMETERS : SAMPLE;
            if (!outputs.contains(output)) {
                throw new ModelPackageException(
                        source + ": expected an output " + PARAMETERS + " or " + SAMPLE + ", found " + outputs);
            }
            float[] grey = new float[image.size()];
            if (!Arrays.equals(encode(grey), encode(grey))) {
                throw new ModelPackageException(source + ": expected the same latent of the same image every time, as "
                        + PARAMETERS + " are, found one that is drawn: export it without sampling");
            }
        } catch (OrtException | RuntimeException e) {
            OnnxFiles.close(session, source);
            throw e instanceof ModelPackageException known
                    ? known
                    : new ModelPackageException(source + ": expected a VAE encoder, found: " + e.getMessage(), e);
        }
    }

    @Override
    public ImageShape imageShape() {
        return image;
    }

    @Override
    public ImageShape latentShape() {
        return latent;
    }

    @Override
    public float[] encode(float[] pixels) {
        if (pixels.length != image.size()) {
            throw new IllegalArgumentException("expected " + image.size() + " values, found " + pixels.length);
        }
        float[] values = transfer == null ? pixels : transfer.toModel(pixels);
        int channels = output.equals(PARAMETERS) ? 2 * latent.channels() : latent.channels();
        long[] expected = {1, channels, latent.height(), latent.width()};
        try (OnnxTensor input = OnnxFiles.tensor(
                        engine, values, new long[] {1, image.channels(), image.height(), image.width()}, type);
                OrtSession.Result result = session.run(Map.of(INPUT, input), Set.of(output))) {
            if (!(result.get(0) instanceof OnnxTensor encoded)
                    || !OnnxFiles.isFloat(encoded.getInfo().type)
                    || !Arrays.equals(encoded.getInfo().getShape(), expected)) {
                throw new IllegalStateException(source + ": expected " + output + " of " + Arrays.toString(expected)
                        + ", found " + result.get(0).getInfo());
            }
            float[] mean = new float[latent.size()];
            encoded.getFloatBuffer().get(mean); // of parameters the first half
            for (int i = 0; i < mean.length; i++) {
                if (!Float.isFinite(mean[i])) {
                    throw new IllegalStateException(source + ": expected finite latents, found " + mean[i]
                            + (type == OnnxJavaType.FLOAT16 ? ": half precision may be too little for it" : ""));
                }
                mean[i] = (mean[i] - shift) * scale;
            }
            return mean;
        } catch (OrtException e) {
            throw new IllegalStateException(source + ": ONNX Runtime failed on an image: " + e.getMessage(), e);
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            OnnxFiles.close(session, source);
        }
    }
}
