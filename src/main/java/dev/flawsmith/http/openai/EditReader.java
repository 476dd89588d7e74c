package dev.flawsmith.http.openai;

import dev.flawsmith.http.ApiException;
import dev.flawsmith.http.FieldReader;
import dev.flawsmith.http.FormBody;
import dev.flawsmith.synthesis.SynthesisException;
import java.util.List;
import java.util.Set;

/**
 * Reads the form of {@code POST /v1/images/edits}: the fields of a generation, and an image to draw on. {@code
 * input_fidelity} makes no difference here and is taken.
 */
final class EditReader {
    private static final Set<String> FILES = Set.of(EditedImage.IMAGE, EditedImage.MASK);
    private static final Set<String> NUMBERS = Set.of(
            "n",
            "seed",
            "steps",
            "guidance_scale",
            "output_compression",
            "partial_images",
            "strength",
            "repaint_passes",
            "seam");
    private static final Set<String> FLAGS = Set.of("stream");

    private final GenerationReader generations;

    EditReader(GenerationReader generations) {
        this.generations = generations;
    }

    /**
     * Reads and checks.
     *
     * @throws SynthesisException {@code INVALID_REQUEST} or {@code UNKNOWN_MODEL}, with every wrong field
     * @throws ApiException as {@link FormBody#json} does
     */
    Generation read(FormBody form) {
        FieldReader fields = new FieldReader(form.json(FILES, NUMBERS, FLAGS));
        EditedImage edited = EditedImage.read(fields);
        fields.oneOf("input_fidelity", List.of("high", "low"), "low");
        return generations.read(fields, edited);
    }
}
