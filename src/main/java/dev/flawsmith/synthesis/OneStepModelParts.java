package dev.flawsmith.synthesis;

import dev.flawsmith.batching.BatcherOptions;
import dev.flawsmith.guard.Guard;
import dev.flawsmith.model.Denoiser;
import dev.flawsmith.model.PixelTransfer;
import dev.flawsmith.sampling.LatentLaw;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a one-step model is put together from.
 *
 * @param description of a model without steps that takes classes
 * @param network {@code z} to images: a {@link dev.flawsmith.model.OneStepDenoiser}; the model owns it and closes it
 * @param law what {@code z} is drawn from
 * @param transfer from the network's values to pixels
 * @param guard compares every image with the photos that the network learnt from
 * @param batcher how requests share the network
 * @param timeLimit for a request from its admission on; null is none
 */
public record OneStepModelParts(
        ModelDescription description,
        Denoiser network,
        LatentLaw law,
        PixelTransfer transfer,
        Guard guard,
        BatcherOptions batcher,
        @Nullable Duration timeLimit) {
    public OneStepModelParts {
        if (description.defaultSampler() != null || description.takesPrompt()) {
            throw new IllegalArgumentException(
                    "expected a model without sampler and prompt, found " + description.name());
        }
        if (!network.answerShape().equals(description.shape())) {
            throw new IllegalArgumentException("expected a network that draws images of " + description.shape()
                    + ", found one of " + network.answerShape());
        }
    }
}
