package dev.flawsmith.cli;

import dev.flawsmith.dataset.LabelledFile;
import dev.flawsmith.dataset.Split;
import dev.flawsmith.evaluation.Evaluation;
import dev.flawsmith.evaluation.EvaluationReport;
import dev.flawsmith.evaluation.EvaluationSettings;
import dev.flawsmith.evaluation.EvaluationSource;
import dev.flawsmith.evaluation.features.FeatureCache;
import dev.flawsmith.evaluation.report.EvaluationPage;
import dev.flawsmith.evaluation.report.Picture;
import dev.flawsmith.image.ImageDecoder;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.UnreadableImageException;
import dev.flawsmith.model.FeatureEncoder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
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
            "The commands below ask instead whether synthetic images make a classifier better."
        },
        subcommands = {EvaluateUtilityCommand.class, EvaluateUtilityDrawsCommand.class})
final class EvaluateCommand extends FlawsmithCommand {
    private static final String REPORT = "evaluation.json";
    private static final int SAMPLES = 12;

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
            description = "Write report.html, its plots and " + REPORT + " there. The page shows real images.")
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
        FeatureCache cache = new FeatureCache(CacheFolder.resolve("features"), line -> err().println(line));
        EvaluationReport report;
        try (FeatureEncoder opened = Encoders.open(encoder)) {
            report = new Evaluation(cache, opened, settings).run(real, generated, other);
        }
        report.warnings().forEach(warning -> err().println("warning: " + warning));
        if (folder != null) {
            err().println("wrote " + folder.write(REPORT, JsonOutput.file(report)));
            Map<String, List<Picture>> samples = new LinkedHashMap<>();
            addSamples(samples, "synthetic", generated);
            addSamples(samples, "reference", real);
            addSamples(samples, "floor", other);
            PageFiles.write(folder, EvaluationPage.of(report, samples), err());
        }
        print(report, EvaluationText.of(report));
        return Main.OK;
    }

    /** A dozen images of a set, drawn by lot; none of an array. */
    private void addSamples(Map<String, List<Picture>> samples, String side, @Nullable EvaluationSource source)
            throws UnreadableImageException {
        if (!(source instanceof EvaluationSource.Images images)) {
            return;
        }
        List<LabelledFile> files = images.set().files();
        List<Picture> pictures = new ArrayList<>();
        int[] chosen = new SplittableRandom(seed)
                .ints(0, files.size())
                .distinct()
                .limit(Math.min(SAMPLES, files.size()))
                .toArray();
        for (int index : chosen) {
            LabelledFile file = files.get(index);
            byte[] bytes = ImageDecoder.readBytes(file.path(), images.set().limits());
            PixelImage image =
                    ImageDecoder.decode(bytes, file.name(), images.set().limits());
            pictures.add(new Picture(image, file.name()));
        }
        samples.put(side + ": " + images.set().name(), pictures);
    }
}
