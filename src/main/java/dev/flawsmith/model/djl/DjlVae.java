package dev.flawsmith.model.djl;

import dev.flawsmith.model.ImageShape;
import dev.flawsmith.model.ModelPackageException;
import dev.flawsmith.model.PixelTransfer;
import dev.flawsmith.model.VaeConfig;
import dev.flawsmith.model.VaeDecoder;
import dev.flawsmith.model.VaeDescriptor;
import dev.flawsmith.model.VaeEncoder;
import java.nio.file.Path;

/** Both halves of an autoencoder on DJL's PyTorch engine, from pixels to the denoiser's latents and back. Thread-safe. */
public final class DjlVae implements VaeEncoder, VaeDecoder {
    private final VaeNetwork network;
    private final VaeConfig config;
    private final PixelTransfer transfer;
    private final float scale;
    private final float shift;

    private DjlVae(VaeNetwork network, VaeDescriptor descriptor) {
        this.network = network;
        this.config = network.config();
        this.transfer = descriptor.pixelTransfer();
        this.scale = (float) descriptor.scale();
        this.shift = (float) descriptor.shift();
    }

    /**
     * Opens a folder with {@code vae.json}, whose hashes have been compared.
     *
     * @param device {@code cpu}, {@code cuda:N} or {@code auto}
     * @throws ModelPackageException if weights are missing or not those of the network
     */
    public static DjlVae open(Path folder, VaeDescriptor descriptor, String device) {
        return new DjlVae(VaePackage.open(folder, descriptor.network(), device), descriptor);
    }

    @Override
    public ImageShape latentShape() {
        return config.latentShape();
    }

    @Override
    public ImageShape imageShape() {
        return config.imageShape();
    }

    @Override
    public float[] encode(float[] pixels) {
        requireLength(pixels, imageShape());
        float[] latent = network.means(transfer.toModel(pixels), 1, config.imageSize())[0];
        for (int i = 0; i < latent.length; i++) {
            latent[i] = (latent[i] - shift) * scale;
        }
        return latent;
    }

    @Override
    public float[] decode(float[] latent) {
        requireLength(latent, latentShape());
        float[] unscaled = new float[latent.length];
        for (int i = 0; i < unscaled.length; i++) {
            unscaled[i] = latent[i] / scale + shift;
        }
        return transfer.toPixels(network.images(new float[][] {unscaled})[0]);
    }

    private static void requireLength(float[] values, ImageShape shape) {
        if (values.length != shape.size()) {
            throw new IllegalArgumentException("expected " + shape.size() + " values, found " + values.length);
        }
    }

    @Override
    public void close() {
        network.close();
    }
}
