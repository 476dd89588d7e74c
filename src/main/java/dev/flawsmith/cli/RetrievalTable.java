package dev.flawsmith.cli;

import dev.flawsmith.evaluation.CopyRetrieval;
import dev.flawsmith.evaluation.audit.CopyTransform;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.memorization.PixelDescriptor;
import dev.flawsmith.model.FeatureEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * How an encoder, and the pixel descriptor beside it, find disguised copies among different images.
 *
 * @param images in the pool
 * @param encoderThreshold 1 % quantile of the distances of different images to their nearest other one
 * @param pixelThreshold the same by the pixel descriptor
 */
record RetrievalTable(int images, double encoderThreshold, double pixelThreshold, List<Row> rows) {
    private static final long SEED = 20_240_501;

    /** One disguise; shares of the images. */
    record Row(String transform, CopyRetrieval.Outcome encoder, CopyRetrieval.Outcome pixel) {}

    /** @param images different square grey images of one size */
    static RetrievalTable of(FeatureEncoder encoder, List<PixelImage> images) {
        CopyRetrieval learnt = new CopyRetrieval(encoder.encode(images));
        CopyRetrieval pixels = new CopyRetrieval(described(images));
        List<Row> rows = new ArrayList<>();
        for (CopyTransform transform : CopyTransform.values()) {
            if (transform.needsHost()) {
                continue; // of half a photo there is no one original to be found
            }
            List<PixelImage> copies = new ArrayList<>();
            for (int i = 0; i < images.size(); i++) {
                SplittableRandom random = new SplittableRandom(
                        SEED + 1000L * i + transform.label().hashCode());
                copies.add(transform.apply(images.get(i), random));
            }
            rows.add(new Row(
                    transform.label(), learnt.search(encoder.encode(copies)), pixels.search(described(copies))));
        }
        return new RetrievalTable(images.size(), learnt.threshold(), pixels.threshold(), rows);
    }

    private static float[][] described(List<PixelImage> images) {
        PixelDescriptor descriptor = new PixelDescriptor();
        return images.stream().map(descriptor::describe).toArray(float[][]::new);
    }

    /** As Markdown. */
    String markdown() {
        StringBuilder text = new StringBuilder("""
                | copy | found | and below the threshold | median distance | pixels: found | pixels: and below |
                |---|---|---|---|---|---|
                """);
        for (Row row : rows) {
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %.3f | %.3f | %.3f | %.3f | %.3f |%n",
                    row.transform(),
                    row.encoder().found(),
                    row.encoder().below(),
                    row.encoder().medianDistance(),
                    row.pixel().found(),
                    row.pixel().below()));
        }
        return text.append(String.format(
                        Locale.ROOT,
                        "%n%,d images; thresholds %.4f (encoder) and %.4f (pixels).%n",
                        images,
                        encoderThreshold,
                        pixelThreshold))
                .toString();
    }
}
