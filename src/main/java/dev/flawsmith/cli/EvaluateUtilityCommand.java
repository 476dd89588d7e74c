package dev.flawsmith.cli;

import dev.flawsmith.model.ClassifierShape;
import dev.flawsmith.training.classifier.ClassifierConfig;
import dev.flawsmith.utility.RealDraw;
import dev.flawsmith.utility.ResultsFile;
import dev.flawsmith.utility.SyntheticImages;
import dev.flawsmith.utility.UtilityImages;
import dev.flawsmith.utility.UtilityMarkdown;
import dev.flawsmith.utility.UtilityPage;
import dev.flawsmith.utility.UtilityPlan;
import dev.flawsmith.utility.UtilityReport;
import dev.flawsmith.utility.UtilityStudy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code flawsmith evaluate utility}: whether synthetic images make a classifier better. */
@Command(
        name = "utility",
        description = {
            "Train a small classifier on real photos, with classical augmentation, and with synthetic images; judge all of them",
            "on the same real test photos. Every classifier has the same recipe and number of steps.",
            "--synthetic has DIR/draw-<d>/<class>/ for each draw that utility-draws writes, made by a generator that has",
            "learnt from that draw alone; with --per-class all, DIR/<class>/.",
            "Stop it at any time: the same command goes on with what OUT/results.jsonl lacks."
        })
final class EvaluateUtilityCommand extends FlawsmithCommand {
    private static final String REPORT = "utility.json";
    private static final String TABLE = "utility.md";
    private static final String NONE = "none";
    private static final Duration STOP_LIMIT = Duration.ofMinutes(1);

    @Mixin
    final DrawOptions options = new DrawOptions();

    @Option(
            names = "--seeds",
            paramLabel = "S",
            defaultValue = "1",
            description = "Classifiers of each draw and arm. Default: 1.")
    private int seeds;

    @Option(
            names = "--synthetic",
            paramLabel = "DIR",
            description = "A generator's images. Default: real photos alone.")
    private @Nullable Path synthetic;

    @Option(
            names = "--rule-based",
            paramLabel = "DIR|none",
            defaultValue = NONE,
            description = "Images drawn by rule, <class>/<image> with the photos' own classes. Default: none.")
    @SuppressWarnings("NullAway.Init")
    private String ruleBased;

    @Option(
            names = "--ratios",
            paramLabel = "R,…",
            split = ",",
            defaultValue = "0.5,1,2,4",
            description = "Synthetic images as multiples of the real ones. Default: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init")
    private List<Double> ratios;

    @Option(
            names = "--choose",
            paramLabel = "unused|holdout",
            description =
                    "Photos that choose among the ratios; never test. Default: unused ones of train; with all, holdout.")
    private UtilityPlan.@Nullable ChoiceRows choose;

    @Option(names = "--steps", paramLabel = "N", description = "Training steps of every classifier. Default: 1500.")
    private @Nullable Integer steps;

    @Option(
            names = "--device",
            paramLabel = "cpu|cuda:N|auto",
            defaultValue = "cpu",
            description = "Where classifiers are trained. Default: cpu, which repeats to the bit.")
    @SuppressWarnings("NullAway.Init")
    private String device;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "Write results.jsonl, " + TABLE + ", " + REPORT + ", report.html and its plot there.")
    @SuppressWarnings("NullAway.Init")
    private Path out;

    @Override
    public Integer call() throws IOException {
        EngineSettings.threadOnEveryCore();
        OutputFolder folder = OutputFolder.check("out", out);
        UtilityPlan plan = options.plan(seeds, ratios, choose, recipe());
        UtilityImages real = options.images(plan);
        UtilityImages images = real.with(drawnByRule(real, plan), generated(real, plan));
        ClassifierShape shape =
                ClassifierShape.small(images.size(), images.classes().size());
        UtilityStudy study = new UtilityStudy(images, plan, shape, device, ResultsFile.open(out), new News());
        StopSignal signal = new StopSignal(study::stop, STOP_LIMIT);
        try {
            Optional<UtilityReport> report = study.run();
            if (report.isEmpty()) {
                err().println("stopped; the same command goes on from " + out.resolve(ResultsFile.NAME));
                return Main.FAILURE;
            }
            write(folder, report.get());
            print(report.get(), UtilityMarkdown.of(report.get()));
            return Main.OK;
        } finally {
            signal.ended();
        }
    }

    private void write(OutputFolder folder, UtilityReport report) throws IOException {
        err().println("wrote " + folder.write(REPORT, JsonOutput.file(report)));
        byte[] table = UtilityMarkdown.of(report).getBytes(StandardCharsets.UTF_8);
        err().println("wrote " + folder.write(TABLE, table));
        PageFiles.write(folder, UtilityPage.of(report), err());
    }

    private ClassifierConfig recipe() {
        ClassifierConfig standard = ClassifierConfig.STANDARD;
        if (steps == null) {
            return standard;
        }
        if (steps < 1) {
            throw new InputException("steps", "steps: expected at least 1, found " + steps);
        }
        return standard.withSteps(steps);
    }

    private @Nullable SyntheticImages drawnByRule(UtilityImages real, UtilityPlan plan) {
        if (ruleBased.equals(NONE)) {
            err().println("no --rule-based images of these classes: that arm is left out");
            return null;
        }
        int[] most = new int[real.classes().size()];
        for (RealDraw draw : real.draws()) {
            int[] needed = SyntheticImages.needed(draw, plan, real.classes());
            Arrays.setAll(most, c -> Math.max(most[c], needed[c]));
        }
        return SyntheticImages.read(Path.of(ruleBased), real.classes(), most, real.size(), plan.seed());
    }

    private @Nullable List<SyntheticImages> generated(UtilityImages real, UtilityPlan plan) {
        if (synthetic == null) {
            err().println("no --synthetic images: those arms are left out");
            return null;
        }
        List<SyntheticImages> sets = new ArrayList<>();
        for (RealDraw draw : real.draws()) {
            Path folder = options.everyPhoto() ? synthetic : synthetic.resolve(draw.folder());
            int[] needed = SyntheticImages.needed(draw, plan, real.classes());
            sets.add(SyntheticImages.read(folder, real.classes(), needed, real.size(), plan.seed()));
        }
        return sets;
    }

    /** One line a run, with what is left at the speed so far. */
    private final class News implements Consumer<UtilityStudy.Progress> {
        private double seconds;
        private int trained;

        @Override
        public void accept(UtilityStudy.Progress progress) {
            if (!progress.kept()) {
                seconds += progress.seconds();
                trained++;
            }
            double left = trained == 0 ? 0 : seconds / trained * (progress.runs() - progress.done()) / 60;
            err().printf(
                            Locale.ROOT,
                            "%3d/%d  draw %d seed %d  %s: accuracy %.3f, choosing %.3f  %s%n",
                            progress.done(),
                            progress.runs(),
                            progress.draw(),
                            progress.seed(),
                            progress.label(),
                            progress.accuracy(),
                            progress.choiceAccuracy(),
                            progress.kept()
                                    ? "(done before)"
                                    : String.format(Locale.ROOT, "%.0f s, %.0f min left", progress.seconds(), left));
        }
    }
}
