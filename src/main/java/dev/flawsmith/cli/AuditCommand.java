package dev.flawsmith.cli;

import dev.flawsmith.dataset.Split;
import dev.flawsmith.evaluation.audit.AuditSettings;
import dev.flawsmith.evaluation.audit.CopyTransform;
import dev.flawsmith.evaluation.audit.SelfTest;
import dev.flawsmith.evaluation.audit.SelfTestPlan;
import dev.flawsmith.evaluation.audit.SelfTestPlot;
import dev.flawsmith.evaluation.audit.SelfTestResult;
import dev.flawsmith.evaluation.audit.SurrogateKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code audit}: whether generated images copy the photos that they were learnt from. */
@Command(
        name = "audit",
        description = {
            "Says whether generated images copy photos of train, by comparison with photos of holdout that were never",
            "trained on. Sets are folders of images or .npy feature arrays. --self-test shows what it would find."
        })
final class AuditCommand extends FlawsmithCommand {
    @Option(names = "--train", required = true, paramLabel = "DIR|NPY", description = "Photos that were trained on.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
    Path train;

    @Option(
            names = "--holdout",
            required = true,
            paramLabel = "DIR|NPY",
            description = "Photos of the same kind, split off before training.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
    Path holdout;

    @Option(names = "--synthetic", paramLabel = "DIR|NPY", description = "Generated images.")
    @Nullable
    Path synthetic;

    @Option(
            names = "--train-split",
            paramLabel = "SPLIT",
            description = "Only this split of train's splits.csv. Default, where train and holdout are one: train.")
    @Nullable
    String trainSplit;

    @Option(
            names = "--holdout-split",
            paramLabel = "SPLIT",
            description = "Only this split of holdout's splits.csv. Default, where train and holdout are one: holdout.")
    @Nullable
    String holdoutSplit;

    @Option(names = "--fdr", paramLabel = "Q", description = "False discovery rate. Default: ${DEFAULT-VALUE}.")
    double fdr = AuditSettings.DEFAULT.fdr();

    @Option(
            names = "--permutations",
            paramLabel = "B",
            description = "Permutations of the whole-set test. Default: ${DEFAULT-VALUE}.")
    int permutations = AuditSettings.DEFAULT.permutations();

    @Option(names = "--seed", paramLabel = "S", description = "Same seed, same numbers. Default: ${DEFAULT-VALUE}.")
    long seed;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = {
                "Folder for report.html, its plots and audit.json, or for self-test.json",
                "and its plots. The page shows training photos."
            })
    @Nullable
    Path out;

    @Option(
            names = "--no-neighbours",
            description = {
                "Leave the pixels of real photos out of the page,",
                "those of generated images that copy them, too."
            })
    boolean noNeighbours;

    @Option(names = "--self-test", description = "Plant copies and say how many are found, instead of an audit.")
    boolean selfTest;

    @Option(names = "--repeats", paramLabel = "N", description = "Of the self-test. Default: 20.")
    @Nullable
    Integer repeats;

    @Option(
            names = "--resplits",
            paramLabel = "N",
            description =
                    "Splits for the self-test's check of the null. Default: 200, or one a repeat if those are more.")
    @Nullable
    Integer resplits;

    @Option(
            names = "--transforms",
            split = ",",
            paramLabel = "T",
            description = "Of the self-test. Default: all there are.")
    @Nullable
    List<String> transforms;

    @Option(
            names = "--generators",
            split = ",",
            paramLabel = "G",
            description = "Of the self-test. Default: all there are.")
    @Nullable
    List<String> generators;

    @Option(
            names = "--rates",
            split = ",",
            paramLabel = "R",
            description = "Of the self-test: copied photos as a share of train. Default: 0,0.025,0.05,0.1.")
    @Nullable
    List<Double> rates;

    @Override
    public Integer call() throws IOException {
        if (synthetic == null && !selfTest) {
            throw new InputException("synthetic", "synthetic: expected a folder or an array, found none");
        }
        if (synthetic != null && selfTest) {
            throw new InputException("synthetic", "synthetic: expected none with --self-test, found " + synthetic);
        }
        if (!selfTest) {
            requireNone("repeats", repeats);
            requireNone("resplits", resplits);
            requireNone("transforms", transforms);
            requireNone("generators", generators);
            requireNone("rates", rates);
        }
        OutputFolder folder = out == null ? null : OutputFolder.check("out", out);
        AuditSettings settings = new AuditSettings(fdr, permutations, seed);
        AuditSets.Order order = new AuditSets.Order(
                train, holdout, synthetic, split("train-split", trainSplit), split("holdout-split", holdoutSplit));
        SelfTestPlan.DEFAULT.with(rates, repeats, resplits); // a wrong number should not cost minutes
        try (AuditSets sets = AuditSets.open(order, err())) {
            if (selfTest) {
                selfTest(sets, settings, folder);
            } else {
                audit(sets, settings, folder, order);
            }
            return Main.OK;
        }
    }

    private static void requireNone(String option, @Nullable Object value) {
        if (value != null) {
            throw new InputException(option, option + ": expected with --self-test only, found " + value);
        }
    }

    private void audit(AuditSets sets, AuditSettings settings, @Nullable OutputFolder folder, AuditSets.Order order)
            throws IOException {
        AuditRun run = new AuditRun(order, settings, !noNeighbours, UnaryOperator.identity(), () -> {}, err());
        AuditDocument document = run.run(sets, folder);
        print(document, document.text());
    }

    private void selfTest(AuditSets sets, AuditSettings settings, @Nullable OutputFolder folder) throws IOException {
        SelfTestPlan all = SelfTestPlan.DEFAULT.with(rates, repeats, resplits);
        List<CopyTransform> bearable =
                all.transforms().stream().filter(sets.source()::bears).toList();
        List<SurrogateKind> kinds =
                all.generators().stream().filter(sets.source()::bears).toList();
        SelfTestPlan plan = new SelfTestPlan(
                chosen("transforms", transforms, CopyTransform::ofLabel, CopyTransform::label, bearable),
                chosen("generators", generators, SurrogateKind::ofLabel, SurrogateKind::label, kinds),
                all.rates(),
                all.repeats(),
                all.resplits());
        SelfTestResult result =
                SelfTest.run(sets.source(), sets.photos(), sets.duplicates(), plan, settings, err()::println);
        SelfTestDocument document = SelfTestDocument.of(result);
        if (folder != null) {
            err().println("wrote " + folder.write("self-test.json", AuditRun.json(document)));
            for (double rate : plan.rates()) {
                if (result.cases().stream().anyMatch(c -> c.rate() == rate && c.copies() > 0)) {
                    err().println("wrote "
                            + folder.write("self-test-recall-" + rate + ".png", SelfTestPlot.recall(result, rate)));
                }
            }
        }
        print(document, document.text());
    }

    private static @Nullable Split split(String option, @Nullable String label) {
        if (label == null) {
            return null;
        }
        return Split.ofLabel(label)
                .orElseThrow(() -> new InputException(
                        option,
                        option + ": expected one of "
                                + Arrays.stream(Split.values())
                                        .map(Split::label)
                                        .collect(Collectors.joining(", "))
                                + ", found " + label));
    }

    private static <T> List<T> chosen(
            String option,
            @Nullable List<String> labels,
            Function<String, Optional<T>> find,
            Function<T, String> name,
            List<T> all) {
        if (labels == null) {
            return all;
        }
        List<T> chosen = new ArrayList<>();
        Stream<String> known = all.stream().map(name);
        String expected = known.collect(Collectors.joining(", "));
        for (String label : labels) {
            chosen.add(find.apply(label)
                    .filter(all::contains)
                    .orElseThrow(() -> new InputException(
                            option, option + ": expected some of " + expected + ", found " + label)));
        }
        return chosen;
    }
}
