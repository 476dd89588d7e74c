package dev.flawsmith.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flawsmith.synthesis.Preview;
import dev.flawsmith.synthesis.RequestDraft;
import dev.flawsmith.synthesis.SynthesisException;
import dev.flawsmith.synthesis.SynthesisRequest;
import java.time.Duration;

/** Turns the JSON of {@code POST /v1/images} into a checked request, or names everything that is wrong with it. */
final class ImageRequestReader {
    static final int MOST_RESUME_SECONDS = 300;

    private final ImageRequests requests;

    ImageRequestReader(ImageRequests requests) {
        this.requests = requests;
    }

    /**
     * A checked request.
     *
     * @param previews of each image
     * @param resume how long its events are kept, and it goes on, without a listener
     */
    record Asked(SynthesisRequest request, int previews, Duration resume) {}

    /**
     * Reads and checks.
     *
     * @throws SynthesisException {@code INVALID_REQUEST} or {@code UNKNOWN_MODEL}, with every wrong field: those of the
     *     wrong type and those the model refuses
     */
    Asked read(ObjectNode json, ResponseKind kind) {
        FieldReader fields = new FieldReader(json);
        RequestDraft draft = new RequestDraft(
                fields.text("model"),
                fields.text("class"),
                fields.text("prompt"),
                fields.textUnlessEmpty("negative_prompt"),
                fields.integer("n", "from 1 to " + SynthesisRequest.MAX_IMAGES),
                fields.integer("seed", "from 0 to " + Long.MAX_VALUE),
                fields.integer("steps", "from 1 to " + SynthesisRequest.MAX_STEPS),
                fields.text("sampler"),
                fields.number("guidance_scale"),
                fields.interval("guidance_interval"),
                fields.number("guidance_rescale"),
                fields.guard("guard"),
                CanvasFields.read(fields));
        format(fields);
        int previews = PreviewField.read(
                fields,
                "previews",
                Preview.MOST,
                kind == ResponseKind.EVENTS,
                "Accept: text/event-stream",
                draft.guard());
        if (kind == ResponseKind.PNG && draft.n() != null && draft.n() != 1) {
            fields.refuse(
                    "n",
                    "Accept: image/png answers a single image: expected n = 1, found " + draft.n()
                            + "; for more ask for Accept: application/json, application/zip or text/event-stream");
        }
        int resume = resume(fields, kind);
        return new Asked(requests.check(draft, fields, FieldNames.NATIVE), previews, Duration.ofSeconds(resume));
    }

    private static int resume(FieldReader fields, ResponseKind kind) {
        int seconds = fields.integerWithin("resume_seconds", 0, MOST_RESUME_SECONDS, 0);
        if (seconds > 0 && kind != ResponseKind.EVENTS) {
            fields.refuse(
                    "resume_seconds",
                    "expected 0, found " + seconds
                            + ": only events can be taken up again; ask for Accept: text/event-stream");
        }
        return seconds;
    }

    private static void format(FieldReader fields) {
        String format = fields.text("format");
        if (format != null && !format.equals("png")) {
            fields.refuse("format", "expected png, the only format so far, found " + FieldReader.quote(format));
        }
    }
}
