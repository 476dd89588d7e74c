package dev.flawsmith.training.generator;

import dev.flawsmith.image.PixelImage;
import dev.flawsmith.model.Condition;
import dev.flawsmith.model.ImageGenerator;
import dev.flawsmith.model.PixelTransfer;
import dev.flawsmith.sampling.LatentLaw;
import dev.flawsmith.sampling.Noise;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;

/** Samples of a generator, the images that a request of those seeds would get. */
public record GeneratorSamples(ImageGenerator generator, PixelTransfer transfer) {
    /** Samples of one class with the seeds {@code seed}, {@code seed + 1}, … */
    public List<PixelImage> of(int classIndex, int count, long seed) {
        float[][] z = LongStream.range(seed, seed + count)
                .mapToObj(each -> LatentLaw.NORMAL.draw(new Noise(each, 0), generator.latentSize()))
                .toArray(float[][]::new);
        List<PixelImage> images = new ArrayList<>();
        for (float[] values : generator.generate(z, Collections.nCopies(count, Condition.ofClass(classIndex)))) {
            images.add(PixelImage.fromFloats(
                    transfer.toPixels(values),
                    generator.shape().channels(),
                    generator.shape().height(),
                    generator.shape().width()));
        }
        return images;
    }
}
