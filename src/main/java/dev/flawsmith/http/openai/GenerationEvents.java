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

/** A generation as events: {@code image_generation.partial_image} and {@code .completed}, of each image in turn. */
final class GenerationEvents implements EventForm {
    private final ImageRequests requests;
    private final Generation generation;
    private final Map<Integer, Integer> partialImages = new HashMap<>();

    GenerationEvents(ImageRequests requests, Generation generation) {
        this.requests = requests;
        this.generation = generation;
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
                GenerationEventBody.PARTIAL,
                new GenerationEventBody.PartialImage(
                        GenerationEventBody.PARTIAL,
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
                GenerationEventBody.COMPLETED,
                new GenerationEventBody.Completed(
                        GenerationEventBody.COMPLETED,
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
