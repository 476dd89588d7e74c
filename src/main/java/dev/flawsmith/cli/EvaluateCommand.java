package dev.flawsmith.cli;

import dev.flawsmith.dataset.Split;
import dev.flawsmith.evaluation.EvaluationReport;
import dev.flawsmith.evaluation.EvaluationSettings;
import dev.flawsmith.evaluation.EvaluationSource;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code flawsmith evaluate}: how faithful synthetic images are to real ones. */
@Command(
        name = "evaluate",
        description = {
            "Compare synthetic images with real ones: Fréchet and kernel distance, precision, recall, density, coverage,",
            "diversity, spectra, and what can be measured on the pixels.",
            "Each side is a folder, <class>/<image> or flat, or a .npy array of features (float32, N x d).",
            "With --floor, other real images are compared in the same way at equal number and class mix.",
            "The commands below ask instead whether synthetic images make a classifier better, and how good defects are that",
            "were painted into photos."
        },
        subcommands = {EvaluateUtilityCommand.class, EvaluateUtilityDrawsCommand.class, EvaluatePaintingCommand.class})
final class EvaluateCommand extends FlawsmithCommand {
    // Both are needed, but not by the subcommands, of which picocli would ask them too.
    @Option(names = "--reference", paramLabel = "DIR|NPY", description = "Real images; needed.")
    private @Nullable Path reference;

    @Option(names = "--synthetic", paramLabel = "DIR|NPY", description = "Generated images; needed.")
    private @Nullable Path synthetic;

    @Option(names = "--floor", paramLabel = "DIR|NPY", description = "Other real images, compared the same way.")
    private @Nullable Path floor;

    @Option(
            names = "--reference-split",
            paramLabel = "SPLIT",
            description = "Only the reference's images of this split: train, holdout or test.")
    private @Nullable Split referenceSplit;

    @Option(
            names = "--synthetic-split",
            paramLabel = "SPLIT",
            description = "Only the synthetic folder's images of this split.")
    private @Nullable Split syntheticSplit;

    @Option(
            names = "--floor-split",
            paramLabel = "SPLIT",
            description = "Only the floor's images of this split; --floor may then be the folder of --reference.")
    private @Nullable Split floorSplit;

    @Option(
            names = "--splits",
            paramLabel = "FILE",
            description =
                    "file,class,split,duplicate_group for the sides with a split. Default: splits.csv in each folder.")
    private @Nullable Path splits;

    @Option(
            names = "--encoder",
            paramLabel = "NAME",
            defaultValue = Encoders.DEFAULT,
            description = "What makes features of images. Default: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init")
    private String encoder;

    @Option(
            names = "--k",
            paramLabel = "N",
            defaultValue = "5",
            description = "Neighbours of precision, recall, density and coverage. Default: 5.")
    private int k;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "0", description = "All randomness. Default: 0.")
    private long seed;

    @Option(
            names = "--bootstrap",
            paramLabel = "N",
            description =
                    "Repeats for the interval of the Fréchet distance, 0 for none. Default: 100, fewer for large sets.")
    private @Nullable Integer bootstrap;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Write report.html, its plots and " + EvaluationRun.DOCUMENT
                    + " there. The page shows real images.")
    private @Nullable Path out;

    @Override
    public Integer call() throws Exception {
        if (reference == null || synthetic == null) {
            String missing = reference == null ? "reference" : "synthetic";
            throw new InputException(missing, "missing required option: --" + missing + "=DIR|NPY");
        }
        EvaluationSettings settings = new EvaluationSettings(k, seed, bootstrap);
        OutputFolder folder = out == null ? null : OutputFolder.check("out", out);
        EvaluationInput input = new EvaluationInput(splits, err());
        EvaluationSource real = input.open("reference", reference, referenceSplit);
        EvaluationSource generated = input.open("synthetic", synthetic, syntheticSplit);
        EvaluationSource other = floor == null ? null : input.open("floor", floor, floorSplit);
        if (other == null && floorSplit != null) {
            throw new InputException("floor-split", "floor-split: expected with --floor only");
        }
        Path features = CacheFolder.resolve("features");
        EvaluationReport report =
                new EvaluationRun(real, generated, other, settings, encoder, features, () -> {}, err()).run(folder);
        print(report, EvaluationText.of(report));
        return Main.OK;
    }
}
