package dev.flawsmith.synthesis;

import dev.flawsmith.batching.BatcherOptions;
import dev.flawsmith.guard.Guard;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.model.Denoiser;
import dev.flawsmith.model.ImageShape;
import dev.flawsmith.model.PixelTransfer;
import dev.flawsmith.model.TextEncoder;
import dev.flawsmith.model.VaeDecoder;
import dev.flawsmith.model.VaeEncoder;
import dev.flawsmith.sampling.ModelSampling;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a diffusion model is put together from.
 *
 * @param denoiser the network; the model owns it and closes it
 * @param guard compares every image with the photos that the network learnt from
 * @param textEncoder for prompts, shared: its opener closes it; null exactly where the model takes no prompt
 * @param transfer from the network's values to pixels; not asked where there is a decoder
 * @param vae makes images of latents; null for a network that works on pixels; the model owns it and closes it
 * @param encoder makes latents of photos that are drawn on; null without, and for a network that works on pixels; the model
 *     owns it and closes it
 * @param sampling its samplers, and the noise levels that each visits; at least those of the description
 * @param batcher how requests share the network
 * @param timeLimit for a request from its admission on; null is none
 */
public record DiffusionModelParts(
        ModelDescription description,
        Denoiser denoiser,
        Guard guard,
        @Nullable TextEncoder textEncoder,
        PixelTransfer transfer,
        @Nullable VaeDecoder vae,
        @Nullable VaeEncoder encoder,
        ModelSampling sampling,
        BatcherOptions batcher,
        @Nullable Duration timeLimit) {
    public DiffusionModelParts {
        ImageShape wanted = vae == null ? description.shape() : vae.latentShape();
        if (!denoiser.shape().equals(wanted)
                || (vae != null && !vae.imageShape().equals(description.shape()))) {
            throw new IllegalArgumentException("expected a network of shape " + wanted + " for images of "
                    + description.shape() + ", found " + denoiser.shape()
                    + (vae == null ? "" : " and a decoder to " + vae.imageShape()));
        }
        if (encoder != null
                && (vae == null
                        || !encoder.latentShape().equals(wanted)
                        || !encoder.imageShape().equals(description.shape()))) {
            throw new IllegalArgumentException("expected an encoder from " + description.shape() + " to latents of "
                    + wanted + " beside a decoder, found one from " + encoder.imageShape() + " to "
                    + encoder.latentShape() + " beside " + vae);
        }
        if (description.takesPhoto() != (vae == null || encoder != null)) {
            throw new IllegalArgumentException(
                    "expected photos to be taken exactly where they become what the network works on, found takesPhoto "
                            + description.takesPhoto() + ", decoder " + vae + " and encoder " + encoder);
        }
        if (description.takesPrompt() == (textEncoder == null)) {
            throw new IllegalArgumentException(
                    "expected a text encoder exactly where prompts are taken, found takesPrompt "
                            + description.takesPrompt() + " and text encoder " + textEncoder);
        }
        description.samplers().forEach(sampling::method);
        if (description.defaultSampler() == null || !description.samplers().contains(description.defaultSampler())) {
            throw new IllegalArgumentException("expected a default sampler out of " + description.samplers()
                    + ", found " + description.defaultSampler());
        }
    }

    /** A picture of the description's shape as the network's values. */
    float[] toModel(PixelImage picture) {
        float[] pixels = picture.toFloats();
        return encoder == null ? transfer.toModel(pixels) : encoder.encode(pixels);
    }
}
