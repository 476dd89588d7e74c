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
    private static final String PARTIAL = "image_generation.partial_image";
    private static final String COMPLETED = "image_generation.completed";

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
                PARTIAL,
                new PartialImage(
                        PARTIAL,
                        base64(PngFile.of(preview)),
                        number,
                        requests.now(),
                        look.size(),
                        look.quality(),
                        look.background(),
                        look.outputFormat(),
                        new Step(preview.index(), preview.step(), preview.steps())));
    }

    @Override
    public void released(EventStream events, SynthesizedImage image) throws IOException {
        PngFile png = PngFile.of(image);
        Generation.Look look = generation.look();
        events.send(
                COMPLETED,
                new Completed(
                        COMPLETED,
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

    /** An image under way; {@code partialImageIndex} counts those of one image from 0. */
    private record PartialImage(
            String type,
            String b64Json,
            int partialImageIndex,
            long createdAt,
            String size,
            String quality,
            String background,
            String outputFormat,
            Step flawsmith) {}

    /** Which image of the request it is, and how far. */
    private record Step(int index, int step, int steps) {}

    /** A finished image. */
    private record Completed(
            String type,
            String b64Json,
            long createdAt,
            String size,
            String quality,
            String background,
            String outputFormat,
            GenerationBody.Usage usage,
            GenerationBody.Facts flawsmith) {}
}
