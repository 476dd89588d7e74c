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
import dev.flawsmith.model.VaeDecoder;
import dev.flawsmith.model.VaeDescriptor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A VAE decoder, a pipeline's or a package's, on ONNX Runtime's CPU kernels: {@code latent_sample} to {@code sample}. */
public final class OnnxVaeDecoder implements VaeDecoder {
    private static final String INPUT = "latent_sample";
    private static final String OUTPUT = "sample";

    private final OrtEnvironment engine = OrtEnvironment.getEnvironment();
    private final String source;
    private final OrtSession session;
    private final ImageShape latent;
    private final ImageShape image;
    private final float scale;
    private final float shift;
    private final @Nullable PixelTransfer transfer;
    private final OnnxJavaType type;
    private boolean closed;

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
        this(file, latent, image, scale, shift, null, threads);
    }

    /**
     * Opens the decoder of a package, derived by {@link OnnxVaeFile}.
     *
     * @throws ModelPackageException if ONNX Runtime refuses the file
     */
    public static OnnxVaeDecoder of(VaeDescriptor vae, Path file, int threads) {
        return new OnnxVaeDecoder(
                file,
                vae.network().latentShape(),
                vae.network().imageShape(),
                vae.scale(),
                vae.shift(),
                vae.pixelTransfer(),
                threads);
    }

    /** @param transfer from what the network makes to pixels; null where it makes pixels */
    private OnnxVaeDecoder(
            Path file,
            ImageShape latent,
            ImageShape image,
            double scale,
            double shift,
            @Nullable PixelTransfer transfer,
            int threads) {
        this.transfer = transfer;
        source = file.toString();
        this.latent = latent;
        this.image = image;
        this.scale = (float) scale;
        this.shift = (float) shift;
        session = OnnxFiles.open(file, threads);
        try {
            NodeInfo input = OnnxFiles.only(session.getInputInfo(), source, INPUT);
            if (!(input.getInfo() instanceof TensorInfo tensor) || !OnnxFiles.isFloat(tensor.type)) {
                throw new ModelPackageException(
                        source + ": expected input " + INPUT + " as FLOAT or FLOAT16, found " + input.getInfo());
            }
            type = tensor.type;
            if (!session.getOutputNames().contains(OUTPUT)) {
                throw new ModelPackageException(
                        source + ": expected an output " + OUTPUT + ", found " + session.getOutputNames());
            }
            float[] unused = decode(new float[latent.size()]);
        } catch (OrtException | RuntimeException e) {
            OnnxFiles.close(session, source);
            throw e instanceof ModelPackageException known
                    ? known
                    : new ModelPackageException(source + ": expected a VAE decoder, found: " + e.getMessage(), e);
        }
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
        if (values.length != latent.size()) {
            throw new IllegalArgumentException("expected " + latent.size() + " values, found " + values.length);
        }
        float[] unscaled = new float[values.length];
        for (int i = 0; i < unscaled.length; i++) {
            unscaled[i] = values[i] / scale + shift;
        }
        long[] expected = {1, image.channels(), image.height(), image.width()};
        try (OnnxTensor input = OnnxFiles.tensor(
                        engine, unscaled, new long[] {1, latent.channels(), latent.height(), latent.width()}, type);
                OrtSession.Result result = session.run(Map.of(INPUT, input), Set.of(OUTPUT))) {
            if (!(result.get(0) instanceof OnnxTensor decoded)
                    || !OnnxFiles.isFloat(decoded.getInfo().type)
                    || !Arrays.equals(decoded.getInfo().getShape(), expected)) {
                throw new IllegalStateException(source + ": expected an image of " + Arrays.toString(expected)
                        + ", found " + result.get(0).getInfo());
            }
            float[] pixels = new float[image.size()];
            decoded.getFloatBuffer().get(pixels);
            for (float pixel : pixels) {
                if (!Float.isFinite(pixel)) {
                    throw new IllegalStateException(source + ": expected finite pixels, found " + pixel
                            + (type == OnnxJavaType.FLOAT16 ? ": half precision may be too little for it" : ""));
                }
            }
            return transfer == null ? pixels : transfer.toPixels(pixels);
        } catch (OrtException e) {
            throw new IllegalStateException(source + ": ONNX Runtime failed on a latent: " + e.getMessage(), e);
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
