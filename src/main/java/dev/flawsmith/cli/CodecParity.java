package dev.flawsmith.cli;

import dev.flawsmith.model.ModelPackage;
import dev.flawsmith.model.VaeDecoder;
import dev.flawsmith.model.VaeEncoder;
import dev.flawsmith.model.djl.DjlVae;
import dev.flawsmith.sampling.Noise;
import java.util.Objects;

/**
 * How far a package's autoencoder on ONNX Runtime is from the one on PyTorch that it was trained as.
 *
 * @param decoded largest difference of pixels in [-1, 1], of latents of noise
 * @param encoded largest difference of latents, of the images that they became
 */
record CodecParity(double decoded, double encoded) {
    /** Half a grey level of 255. */
    static final double TOLERANCE = 0.004;

    private static final int IMAGES = 2;
    private static final double DEVIATION = 0.5;

    /** Measures a model on latents; both engines' networks are opened for it. */
    static CodecParity measure(ModelPackage model) {
        double decoded = 0;
        double encoded = 0;
        try (DjlVae torch = DjlVae.open(model.directory(), model.vae(), Networks.DEVICE);
                VaeDecoder decoder = Objects.requireNonNull(Networks.decoder(model, 1));
                VaeEncoder encoder = Objects.requireNonNull(Networks.encoder(model, 1))) {
            for (int i = 0; i < IMAGES; i++) {
                float[] latent =
                        new Noise(i, 0).standardNormal(0, torch.latentShape().size());
                for (int j = 0; j < latent.length; j++) {
                    latent[j] *= (float) DEVIATION;
                }
                float[] expected = clipped(torch.decode(latent));
                decoded = Math.max(decoded, largest(expected, clipped(decoder.decode(latent))));
                encoded = Math.max(encoded, largest(torch.encode(expected), encoder.encode(expected)));
            }
        }
        return new CodecParity(decoded, encoded);
    }

    boolean holds() {
        return decoded <= TOLERANCE && encoded <= TOLERANCE;
    }

    private static float[] clipped(float[] pixels) {
        float[] inside = new float[pixels.length];
        for (int i = 0; i < inside.length; i++) {
            inside[i] = Math.max(-1, Math.min(1, pixels[i]));
        }
        return inside;
    }

    private static double largest(float[] a, float[] b) {
        double largest = 0;
        for (int i = 0; i < a.length; i++) {
            double difference = Math.abs((double) a[i] - b[i]);
            largest = difference <= largest ? largest : difference; // NaN stays
        }
        return largest;
    }
}
