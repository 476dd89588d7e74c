package dev.flawsmith.bench;

import dev.flawsmith.guard.Guard;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.Png;
import dev.flawsmith.model.ModelManifest;
import dev.flawsmith.model.VaeDecoder;
import dev.flawsmith.sampling.KarrasSchedule;
import dev.flawsmith.sampling.Noise;
import dev.flawsmith.sampling.NoiseLevel;
import dev.flawsmith.sampling.Sampler;
import dev.flawsmith.sampling.SamplingPlan;
import dev.flawsmith.sampling.Trajectory;
import dev.flawsmith.synthesis.RecipeText;
import dev.flawsmith.synthesis.SynthesizedImage;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What an image costs beside the network, each part timed alone on one thread: sampler arithmetic with its noise, values
 * to pixels and PNG with the recipe, and the guard's comparison with every training photo.
 */
final class Overhead {
    private final ModelManifest manifest;
    private final Guard guard;
    private final Sampler sampler;
    private final List<NoiseLevel> levels;
    private final int values;
    private final @Nullable VaeDecoder decoder;

    /**
     * The work beside the network.
     *
     * @param values of what the network draws: an image or a latent
     * @param decoder null for a model on pixels
     */
    Overhead(
            ModelManifest manifest, int values, Guard guard, @Nullable VaeDecoder decoder, Sampler sampler, int steps) {
        this.manifest = manifest;
        this.values = values;
        this.decoder = decoder;
        this.guard = guard;
        this.sampler = sampler;
        ModelManifest.Schedule schedule = manifest.denoisingSchedule();
        this.levels = new KarrasSchedule(schedule.sigmaMin(), schedule.sigmaMax(), schedule.rho()).levels(steps);
    }

    /** Seconds an image of the sampler alone: every evaluation is answered at once by the same values. */
    double samplerSeconds(int images) {
        float[] answer = new float[values];
        return Stopwatch.seconds(() -> {
                    for (int i = 0; i < images; i++) {
                        Trajectory trajectory = sampler.start(new SamplingPlan(
                                levels, manifest.denoisingSchedule().sigmaMax(), new Noise(i, 0), values));
                        while (!trajectory.done()) {
                            float[] x = trajectory.next().x();
                            answer[0] = x[0];
                            trajectory.accept(answer);
                        }
                        require(trajectory.sample().length == values);
                    }
                })
                / images;
    }

    /** Seconds an image from the network's values to the bytes of its PNG. */
    double pngSeconds(List<SynthesizedImage> images) {
        List<float[]> drawn = images.stream()
                .map(image -> manifest.pixelTransfer()
                        .toModel(image.released().image().toFloats()))
                .toList();
        return Stopwatch.seconds(() -> {
                    for (int i = 0; i < images.size(); i++) {
                        PixelImage pixels = PixelImage.fromFloats(
                                manifest.pixelTransfer().toPixels(drawn.get(i)),
                                manifest.channels(),
                                manifest.resolution(),
                                manifest.resolution());
                        require(Png.encode(pixels, RecipeText.of(images.get(i))).length > 0);
                    }
                })
                / images.size();
    }

    /** Seconds an image that one thread decodes a latent; 0 for a model on pixels. */
    double decodeSeconds(int images) {
        if (decoder == null) {
            return 0;
        }
        List<float[]> latents = IntStream.range(0, images)
                .mapToObj(i -> new Noise(i, 0).standardNormal(0, values))
                .toList();
        return Stopwatch.seconds(() -> latents.forEach(latent -> require(decoder.decode(latent).length > 0))) / images;
    }

    /** Seconds an image of the comparison. */
    double guardSeconds(List<SynthesizedImage> images) {
        return Stopwatch.seconds(() -> images.forEach(image -> {
                    require(guard.inspect(image.released().image()) != null);
                }))
                / images.size();
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw new IllegalStateException("expected a result of the work that is timed, found none");
        }
    }
}
