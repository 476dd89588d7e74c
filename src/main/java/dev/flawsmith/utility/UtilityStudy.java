package dev.flawsmith.utility;

import dev.flawsmith.dataset.Photo;
import dev.flawsmith.model.ClassifierShape;
import dev.flawsmith.sampling.Noise;
import dev.flawsmith.training.classifier.ClassifierConfig;
import dev.flawsmith.training.classifier.ClassifierExamples;
import dev.flawsmith.training.classifier.ClassifierInput;
import dev.flawsmith.training.classifier.ClassifierTraining;
import dev.flawsmith.training.classifier.TrainedClassifier;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Trains one classifier for each arm, draw and seed, all with one recipe and so with the same number of steps, and judges
 * them on the same real test photos. What {@link ResultsFile} holds is not trained again.
 */
public final class UtilityStudy {
    /** The stream of noise that classifiers' seeds come from. */
    private static final int STREAM = 18;

    private final UtilityImages images;
    private final UtilityPlan plan;
    private final ClassifierShape shape;
    private final String device;
    private final ResultsFile results;
    private final Consumer<Progress> listener;
    private final AtomicReference<@Nullable ClassifierTraining> running = new AtomicReference<>();
    private volatile boolean stopped;

    /**
     * Where a study stands.
     *
     * @param done runs that are done, this one included
     * @param runs in all
     * @param accuracy of this run on test
     * @param choiceAccuracy of this run on the photos that choose; NaN where there are none
     * @param seconds that its training took
     * @param kept whether it was done before
     */
    public record Progress(
            int done,
            int runs,
            String label,
            int draw,
            int seed,
            double accuracy,
            double choiceAccuracy,
            double seconds,
            boolean kept) {}

    /**
     * A study.
     *
     * @param shape of every classifier, for the images' size and classes
     * @param device {@code cpu}, {@code cuda:N} or {@code auto}
     * @param results of runs that are done; new ones are added
     */
    public UtilityStudy(
            UtilityImages images,
            UtilityPlan plan,
            ClassifierShape shape,
            String device,
            ResultsFile results,
            Consumer<Progress> listener) {
        this.images = images;
        this.plan = plan;
        this.shape = shape;
        this.device = device;
        this.results = results;
        this.listener = listener;
    }

    /** Asks the study to end soon; from any thread. The run in progress is lost, all others are kept. */
    public void stop() {
        stopped = true;
        ClassifierTraining training = running.get();
        if (training != null) {
            training.stop();
        }
    }

    /**
     * Runs what is not done yet.
     *
     * @return the report; empty if it was stopped before its last run
     */
    public Optional<UtilityReport> run() throws IOException {
        List<Arm> arms = arms();
        Map<Arm, List<ResultLine>> lines = new LinkedHashMap<>();
        arms.forEach(arm -> lines.put(arm, new ArrayList<>()));
        int runs = arms.size() * plan.draws() * plan.seeds();
        int done = 0;
        for (RealDraw draw : images.draws()) {
            for (int seed = 0; seed < plan.seeds(); seed++) {
                for (Arm arm : arms) {
                    Run run = new Run(arm, draw, seed);
                    ResultLine line = results.find(run.key(), run.identity());
                    boolean kept = line != null;
                    if (line == null) {
                        line = stopped ? null : train(run);
                        if (line == null) {
                            return Optional.empty();
                        }
                        results.append(line);
                    }
                    lines.computeIfAbsent(arm, a -> new ArrayList<>()).add(line);
                    listener.accept(progress(++done, runs, arm, line, kept));
                }
            }
        }
        return Optional.of(UtilityReport.of(plan, setup(), lines));
    }

    private static Progress progress(int done, int runs, Arm arm, ResultLine line, boolean kept) {
        return new Progress(
                done,
                runs,
                arm.label(),
                line.draw(),
                line.seed(),
                line.test().accuracy(),
                line.choice().accuracy(),
                line.seconds(),
                kept);
    }

    /** In the order they are read. */
    private List<Arm> arms() {
        List<Arm> arms = new ArrayList<>();
        arms.add(new Arm(Arm.Kind.REAL, null));
        arms.add(new Arm(Arm.Kind.CLASSICAL, null));
        if (images.ruleBased() != null) {
            plan.ratios().forEach(ratio -> arms.add(new Arm(Arm.Kind.RULE_BASED, ratio)));
        }
        if (images.synthetic() != null) {
            plan.ratios().forEach(ratio -> arms.add(new Arm(Arm.Kind.DIFFUSION, ratio)));
            arms.add(new Arm(Arm.Kind.SYNTHETIC_ONLY, plan.maxRatio()));
        }
        if (plan.perClass() != null) {
            arms.add(new Arm(Arm.Kind.ALL_REAL, null));
        }
        return arms;
    }

    /** One classifier: what it learns from and how. */
    private final class Run {
        private final Arm arm;
        private final RealDraw draw;
        private final int seed;
        private final ClassifierExamples examples;
        private final ClassifierConfig config;
        private final List<Photo> choosing;

        Run(Arm arm, RealDraw draw, int seed) {
            this.arm = arm;
            this.draw = draw;
            this.seed = seed;
            long own = new Noise(plan.seed(), STREAM).bits(draw.number(), seed); // the same for every arm
            this.config = plan.recipe().withSeed(own).withAugment(arm.augmented());
            this.choosing = images.choosing(draw, plan.chooseOn());
            List<ClassifierExamples.Example> list = new ArrayList<>();
            for (Photo photo : photos()) {
                list.add(new ClassifierExamples.Example(
                        ClassifierInput.of(photo.image(), images.size()), indexOf(photo)));
            }
            this.examples = new ClassifierExamples(images.size(), images.classes(), list);
        }

        private List<Photo> photos() {
            int[] real = draw.counts(images.classes().size());
            double ratio = arm.ratio() == null ? 0 : arm.ratio();
            List<SyntheticImages> synthetic = images.synthetic();
            SyntheticImages generated = synthetic == null ? null : synthetic.get(draw.number());
            return switch (arm.kind()) {
                case REAL, CLASSICAL -> draw.real();
                case ALL_REAL -> images.train();
                case RULE_BASED -> together(draw.real(), taken(images.ruleBased(), ratio, real));
                case DIFFUSION -> together(draw.real(), taken(generated, ratio, real));
                case SYNTHETIC_ONLY -> taken(generated, ratio, real);
            };
        }

        private List<Photo> taken(@Nullable SyntheticImages from, double ratio, int[] real) {
            if (from == null) {
                throw new IllegalStateException("expected images for " + arm.label() + ", found none");
            }
            return from.take(ratio, real, images.classes());
        }

        private static List<Photo> together(List<Photo> real, List<Photo> made) {
            List<Photo> all = new ArrayList<>(real);
            all.addAll(made);
            return all;
        }

        String key() {
            return ResultLine.key(arm.kind().id(), arm.ratio(), draw.number(), seed);
        }

        String identity() {
            RunIdentity identity = new RunIdentity(shape + " " + config);
            examples.examples().forEach(e -> identity.add(e.classIndex(), e.values()));
            for (Photo photo : images.test()) {
                identity.add(indexOf(photo), photo);
            }
            for (Photo photo : choosing) {
                identity.add(indexOf(photo), photo);
            }
            return identity.hash();
        }
    }

    /** A photo's class among the real ones; a folder of made images may count in another order. */
    private int indexOf(Photo photo) {
        return images.classes().indexOf(photo.file().className());
    }

    /** Trains and judges; null if it was stopped. */
    private @Nullable ResultLine train(Run run) {
        ClassifierTraining training = new ClassifierTraining(shape, run.config, run.examples, device);
        running.set(training);
        if (stopped) {
            return null;
        }
        long began = System.nanoTime();
        try (TrainedClassifier classifier = training.run()) {
            double seconds = (System.nanoTime() - began) / 1e9;
            return new ResultLine(
                    run.arm.kind().id(),
                    run.arm.ratio(),
                    run.draw.number(),
                    run.seed,
                    run.identity(),
                    run.examples.examples().size(),
                    classifier.sha256(),
                    judge(classifier, images.test()),
                    judge(classifier, run.choosing),
                    Math.rint(10 * seconds) / 10);
        } catch (CancellationException e) {
            return null;
        } finally {
            running.set(null);
        }
    }

    private Confusion judge(TrainedClassifier classifier, List<Photo> photos) {
        int[] truth = photos.stream().mapToInt(this::indexOf).toArray();
        float[][] said =
                classifier.probabilities(photos.stream().map(Photo::image).toList());
        return Confusion.of(truth, said, images.classes().size());
    }

    private UtilityReport.Setup setup() {
        return new UtilityReport.Setup(
                plan.perClass(),
                plan.draws(),
                plan.seeds(),
                plan.seed(),
                plan.draws() > 1 ? "draws" : "seeds",
                images.classes(),
                images.test().size(),
                plan.chooseOn().name().toLowerCase(Locale.ROOT),
                plan.recipe().toString(),
                shape.toString());
    }
}
