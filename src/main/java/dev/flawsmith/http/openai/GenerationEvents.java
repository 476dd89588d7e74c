package dev.flawsmith.http.openai;

import dev.flawsmith.http.EventForm;
import dev.flawsmith.http.EventStream;
import dev.flawsmith.http.ImageRequests;
import dev.flawsmith.http.PngFile;
import dev.flawsmith.synthesis.Preview;
import dev.flawsmith.synthesis.SynthesizedImage;
import java.io.IOException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** A generation or an edit as events: {@code ….partial_image} and {@code ….completed}, of each image in turn. */
final class GenerationEvents implements EventForm {
    private final ImageRequests requests;
    private final Generation generation;
    private final String kind;
    private final Map<Integer, Integer> partialImages = new HashMap<>();

    /** @param kind what the events' names begin with */
    GenerationEvents(ImageRequests requests, Generation generation, String kind) {
        this.requests = requests;
        this.generation = generation;
        this.kind = kind;
    }

    @Override
    public int previews() {
        return generation.partialImages();
    }

    @Override
    public void previewed(EventStream events, Preview preview) throws IOException {
        int number = partialImages.merge(preview.index(), 1, Integer::sum) - 1;
        Generation.Look look = generation.look();
        events.send(
                GenerationEventBody.partial(kind),
                new GenerationEventBody.PartialImage(
                        GenerationEventBody.partial(kind),
                        base64(PngFile.of(preview)),
                        number,
                        requests.now(),
                        look.size(),
                        look.quality(),
                        look.background(),
                        look.outputFormat(),
                        new GenerationEventBody.Step(preview.index(), preview.step(), preview.steps())));
    }

    @Override
    public void released(EventStream events, SynthesizedImage image) throws IOException {
        PngFile png = PngFile.of(image);
        Generation.Look look = generation.look();
        events.send(
                GenerationEventBody.completed(kind),
                new GenerationEventBody.Completed(
                        GenerationEventBody.completed(kind),
                        base64(png),
                        requests.now(),
                        look.size(),
                        look.quality(),
                        look.background(),
                        look.outputFormat(),
                        GenerationBody.Usage.NONE,
                        GenerationBody.Facts.of(image, png, requests.store().add(png))));
    }

    private static String base64(PngFile png) {
        return Base64.getEncoder().encodeToString(png.bytes());
    }
}
