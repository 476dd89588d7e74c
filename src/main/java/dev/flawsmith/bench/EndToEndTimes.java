package dev.flawsmith.bench;

import dev.flawsmith.guard.GuardPolicy;
import dev.flawsmith.image.Png;
import dev.flawsmith.model.ModelManifest;
import dev.flawsmith.model.VaeDecoder;
import dev.flawsmith.sampling.Samplers;
import dev.flawsmith.synthesis.ModelDescription;
import dev.flawsmith.synthesis.RecipeText;
import dev.flawsmith.synthesis.RequestDraft;
import dev.flawsmith.synthesis.SynthesisListener;
import dev.flawsmith.synthesis.SynthesizedImage;
import dev.flawsmith.synthesis.Synthesizer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The way of a request, without HTTP. */
final class EndToEndTimes {
    private final Synthesizer synthesizer;
    private final String samplerName;
    private final int steps;
    private final int images;
    final ModelDescription model;
    private final Overhead overhead;
    private final double guidance;
    final List<Double> plain = new ArrayList<>();
    final List<Double> guided = new ArrayList<>();
    final List<Double> single = new ArrayList<>();
    final List<Double> sampler = new ArrayList<>();
    final List<Double> png = new ArrayList<>();
    final List<Double> guard = new ArrayList<>();
    final List<Double> decode = new ArrayList<>();

    /** @param decoder null for a model on pixels */
    EndToEndTimes(
            Subject subject,
            Synthesizer synthesizer,
            @Nullable VaeDecoder decoder,
            String samplerName,
            int steps,
            int images) {
        ModelManifest manifest = subject.model().manifest();
        this.synthesizer = synthesizer;
        this.samplerName = samplerName;
        this.steps = steps;
        this.images = images;
        this.model = synthesizer.models().get(0);
        this.overhead = new Overhead(
                manifest,
                subject.model().denoiserShape().size(),
                subject.guard(),
                decoder,
                Samplers.named(samplerName),
                steps);
        this.guidance = manifest.denoisingDefaults().guidanceScale();
    }

    void warmUp() {
        List<SynthesizedImage> drawn = draw(images, 1);
        overhead.samplerSeconds(images);
        overhead.pngSeconds(drawn);
        overhead.guardSeconds(drawn);
        overhead.decodeSeconds(images);
    }

    void round() {
        List<SynthesizedImage> drawn = new ArrayList<>();
        plain.add(images / Stopwatch.seconds(() -> drawn.addAll(draw(images, 1))));
        guided.add(images / Stopwatch.seconds(() -> draw(images, guidance)));
        single.add(Stopwatch.seconds(() -> draw(1, guidance)));
        sampler.add(overhead.samplerSeconds(images));
        png.add(overhead.pngSeconds(drawn));
        guard.add(overhead.guardSeconds(drawn));
        decode.add(overhead.decodeSeconds(images));
    }

    private List<SynthesizedImage> draw(int n, double weight) {
        RequestDraft draft = new RequestDraft(
                model.name(),
                model.classes().get(0),
                null,
                (long) n,
                1L,
                (long) steps,
                samplerName,
                weight,
                GuardPolicy.FLAG);
        List<SynthesizedImage> drawn = synthesizer
                .submit(synthesizer.check(draft), SynthesisListener.NONE)
                .images()
                .join();
        for (SynthesizedImage image : drawn) {
            if (Png.encode(image.released().image(), RecipeText.of(image)).length == 0) {
                throw new IllegalStateException("an empty PNG");
            }
        }
        return drawn;
    }
}
