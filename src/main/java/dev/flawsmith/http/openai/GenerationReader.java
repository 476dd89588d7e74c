package dev.flawsmith.http.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flawsmith.http.FieldNames;
import dev.flawsmith.http.FieldReader;
import dev.flawsmith.http.ImageRequests;
import dev.flawsmith.http.PreviewField;
import dev.flawsmith.http.Subject;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.synthesis.CanvasDraft;
import dev.flawsmith.synthesis.ModelDescription;
import dev.flawsmith.synthesis.RequestDraft;
import dev.flawsmith.synthesis.SynthesisException;
import dev.flawsmith.synthesis.SynthesisRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON of {@code POST /v1/images/generations}, and of an edit all that it has in common with it. What cannot
 * be done here is refused by name, not ignored; what makes no difference here ({@code user}, {@code moderation}) is
 * taken.
 */
final class GenerationReader {
    static final int MOST_IMAGES = 10;
    static final int MOST_PARTIAL_IMAGES = 3;
    private static final int MOST_COMPRESSION = 100;

    private final ImageRequests requests;

    GenerationReader(ImageRequests requests) {
        this.requests = requests;
    }

    /**
     * Reads and checks.
     *
     * @throws SynthesisException {@code INVALID_REQUEST} or {@code UNKNOWN_MODEL}, with every wrong field
     */
    Generation read(ObjectNode json) {
        return read(new FieldReader(json), null);
    }

    /**
     * Reads and checks, on an image.
     *
     * @param edited what an edit is drawn on, which has been read; null for a generation
     * @throws SynthesisException {@code INVALID_REQUEST} or {@code UNKNOWN_MODEL}, with every wrong field
     */
    Generation read(FieldReader fields, @Nullable EditedImage edited) {
        String prompt = fields.text("prompt");
        String modelName = fields.text("model");
        String className = fields.text("class");
        ModelDescription model = Subject.find(requests.models(), modelName);
        Subject subject = Subject.of(requests.models(), modelName, prompt);
        boolean classGiven = className != null && (prompt == null || prompt.equals(className));
        RequestDraft draft = new RequestDraft(
                modelName,
                className != null ? className : subject.className(),
                classGiven ? null : className == null ? subject.prompt() : prompt,
                fields.textUnlessEmpty("negative_prompt"),
                (long) fields.integerWithin("n", 1, MOST_IMAGES, 1),
                fields.integer("seed", "from 0 to " + Long.MAX_VALUE),
                fields.integer("steps", "from 1 to " + SynthesisRequest.MAX_STEPS),
                fields.text("sampler"),
                fields.number("guidance_scale"),
                null,
                null,
                fields.guard("guard"),
                edited == null ? null : edited.canvas());
        Generation.Look look = look(fields, Size.of(model, edited));
        Boolean stream = fields.flag("stream");
        int partialImages = PreviewField.read(
                fields,
                "partial_images",
                MOST_PARTIAL_IMAGES,
                Boolean.TRUE.equals(stream),
                "\"stream\": true",
                draft.guard());
        boolean asUrl = asUrl(fields, Boolean.TRUE.equals(stream));
        fields.oneOf("moderation", List.of("auto", "low"), "auto");
        fields.text("user");
        Map<String, String> names = new HashMap<>();
        refuseStyle(fields);
        if (edited != null) {
            names.putAll(edited.names());
        }
        if (className == null) {
            names.put("class", "prompt");
        }
        SynthesisRequest request = requests.check(draft, fields, new FieldNames(names));
        return new Generation(request, look, asUrl, Boolean.TRUE.equals(stream), partialImages);
    }

    private static boolean asUrl(FieldReader fields, boolean stream) {
        boolean url = fields.oneOf("response_format", List.of("b64_json", "url"), "b64_json")
                .equals("url");
        if (url && stream) {
            fields.refuse(
                    "response_format", "expected b64_json with stream, whose events carry the image, found \"url\"");
        }
        return url;
    }

    /**
     * Width and height of what is drawn.
     *
     * @param whose words for what has them
     */
    private record Size(String text, String whose) {
        /** Null where it cannot be known: of an unknown model, or an image that could not be read. */
        static @Nullable Size of(@Nullable ModelDescription model, @Nullable EditedImage edited) {
            CanvasDraft canvas = edited == null ? null : edited.canvas();
            if (canvas != null && canvas.mask() != null) {
                PixelImage photo = canvas.photo(); // what is drawn is laid into it
                return new Size(photo.width() + "x" + photo.height(), "the image");
            }
            if (model == null || (edited != null && canvas == null)) {
                return null;
            }
            return new Size(model.shape().width() + "x" + model.shape().height(), "model " + model.name());
        }
    }

    private static Generation.Look look(FieldReader fields, @Nullable Size own) {
        String size = fields.text("size");
        if (own != null && size != null && !size.equals("auto") && !size.equals(own.text())) {
            fields.refuse(
                    "size",
                    "expected auto or " + own.text() + ", the size of " + own.whose() + " (nothing is resized), found "
                            + FieldReader.quote(size));
        }
        String quality = fields.oneOf("quality", List.of("auto", "standard"), "auto");
        String background = fields.oneOf("background", List.of("auto", "opaque"), "opaque");
        String format = fields.oneOf("output_format", List.of("png"), "png");
        int compression = fields.integerWithin("output_compression", 0, MOST_COMPRESSION, MOST_COMPRESSION);
        if (compression != MOST_COMPRESSION) {
            fields.refuse(
                    "output_compression",
                    "expected " + MOST_COMPRESSION + " or none, found " + compression + ": PNG loses nothing");
        }
        String told = own == null ? "auto" : own.text();
        return new Generation.Look(told, quality, background.equals("auto") ? "opaque" : background, format);
    }

    private static void refuseStyle(FieldReader fields) {
        JsonNode style = fields.any("style");
        if (style != null) {
            fields.refuse(
                    "style",
                    "expected none, found " + FieldReader.describe(style) + ": a model has the style of its photos");
        }
    }
}
