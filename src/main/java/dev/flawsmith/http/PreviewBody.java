package dev.flawsmith.http;

import dev.flawsmith.synthesis.Preview;
import java.util.Base64;

/** The data of a {@code preview} event: an image under way after so many of its steps. */
record PreviewBody(int index, int step, int steps, String b64Png, MemorizationBody memorization) {
    static PreviewBody of(Preview preview) {
        return new PreviewBody(
                preview.index(),
                preview.step(),
                preview.steps(),
                Base64.getEncoder().encodeToString(PngFile.of(preview).bytes()),
                MemorizationBody.of(preview.released().verdict()));
    }
}
