package dev.flawsmith.bench;

import dev.flawsmith.evaluation.HoldoutDistance;
import dev.flawsmith.guard.GuardPolicy;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.memorization.TrainingIndex;
import dev.flawsmith.sampling.Sampler;
import dev.flawsmith.sampling.Samplers;
import dev.flawsmith.synthesis.ModelDescription;
import dev.flawsmith.synthesis.RequestDraft;
import dev.flawsmith.synthesis.Synthesis;
import dev.flawsmith.synthesis.SynthesisListener;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import me.tongfei.progressbar.ProgressBar;

/**
 * Quality against network evaluations. Every sampler draws the same images (one seed each) at every number of
 * evaluations; their {@link HoldoutDistance} in each descriptor of the guard is told, with the same of as many training
 * photos ({@code floor}) and of the converged images ({@code converged}: heun, 199 evaluations). Seeds being shared, two rows
 * differ by their samplers and not by luck. For samplers that add no noise of their own, the root mean square difference to the converged images,
 * in grey levels of 255, tells how well the ODE is solved.
 */
public final class StepsBench {
    /** Evaluations of the conditioned network; guidance doubles their cost for every sampler alike. */
    static final List<Integer> EVALUATIONS = List.of(4, 6, 8, 10, 12, 18, 36, 50);

    private static final String CONVERGED = "heun";
    private static final int CONVERGED_STEPS = 100;
    private static final String UNIT = "energy distance by ";
    private static final long FIRST_SEED = 1;

    private final Subject subject;
    private final List<HoldoutDistance> distances;
    private final int perClass;
    private final List<String> samplers;
    private final ProgressBar progress;

    /**
     * @param indexes of the model's photos, one a descriptor
     * @param perClass images a class, at least 2
     * @param samplers names of samplers that the model can run
     */
    public StepsBench(
            Subject subject, List<TrainingIndex> indexes, int perClass, List<String> samplers, ProgressBar progress) {
        List<String> classes = subject.model().manifest().classes();
        this.subject = subject;
        this.distances = indexes.stream()
                .map(index -> new HoldoutDistance(index, classes))
                .toList();
        this.perClass = perClass;
        this.samplers = samplers;
        this.progress = progress;
    }

    /** Most steps of a sampler that cost at most so many evaluations; 0 where even one step costs more. */
    static int stepsFor(Sampler sampler, int evaluations) {
        int steps = 0;
        while (steps < evaluations && sampler.evaluations(steps + 1) <= evaluations) {
            steps++;
        }
        return steps;
    }

    public Outcome run() {
        List<Result> rows = new ArrayList<>();
        progress.maxHint((long) samplers.size() * EVALUATIONS.size() + 1);
        try (ServedModels models = subject.served().get()) {
            List<List<PixelImage>> converged = draw(models, CONVERGED, CONVERGED_STEPS);
            add(rows, "floor", distance -> distance.floor(perClass));
            add(rows, "converged", distance -> distance.of(converged));
            for (String name : samplers) {
                for (int evaluations : EVALUATIONS) {
                    int steps = stepsFor(Samplers.named(name), evaluations);
                    if (steps > 0) {
                        List<List<PixelImage>> images = draw(models, name, steps);
                        String row = name + "/" + evaluations;
                        add(rows, row, distance -> distance.of(images));
                        rows.add(Result.plain(
                                row + "/to_converged", HoldoutDistance.greyLevels(images, converged), "grey levels"));
                    }
                }
            }
            return new Outcome(models.synthesizer().models().get(0).engine(), rows);
        }
    }

    /** A row for each descriptor. */
    private void add(List<Result> rows, String name, ToDoubleFunction<HoldoutDistance> figure) {
        for (HoldoutDistance distance : distances) {
            String descriptor = distance.descriptorId().replaceFirst("/.*", "");
            rows.add(Result.plain(name + "/" + descriptor, figure.applyAsDouble(distance), UNIT + descriptor));
        }
    }

    /** The images of every class, all at once so that calls are full. */
    private List<List<PixelImage>> draw(ServedModels models, String sampler, int steps) {
        ModelDescription model = models.synthesizer().models().get(0);
        List<Synthesis> open = new ArrayList<>();
        for (String name : model.classes()) {
            RequestDraft draft = new RequestDraft(
                    model.name(),
                    name,
                    null,
                    (long) perClass,
                    FIRST_SEED,
                    (long) steps,
                    sampler,
                    null,
                    GuardPolicy.FLAG); // no new attempts: every row is of the same seeds
            open.add(models.synthesizer().submit(models.synthesizer().check(draft), SynthesisListener.NONE));
        }
        List<List<PixelImage>> images = open.stream()
                .map(synthesis -> synthesis.images().join().stream()
                        .map(image -> image.released().image())
                        .toList())
                .toList();
        progress.step();
        return images;
    }
}
