package dev.flawsmith.http.automatic1111;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flawsmith.synthesis.ModelDescription;
import dev.flawsmith.synthesis.SynthesisRequest;
import org.jspecify.annotations.Nullable;

/**
 * Images that were asked for, checked.
 *
 * @param taskId by which the caller will ask for progress, or interrupt
 * @param sendImages whether the answer holds the images
 * @param parameters the request as it was understood, to be answered with the images
 */
record Txt2Img(
        SynthesisRequest request,
        ModelDescription model,
        int batchSize,
        @Nullable String taskId,
        boolean sendImages,
        ObjectNode parameters) {}
