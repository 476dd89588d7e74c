package dev.flawsmith.cli;

import dev.flawsmith.augmentation.PaintedDataset;
import dev.flawsmith.augmentation.RealSet;
import dev.flawsmith.dataset.DatasetException;
import dev.flawsmith.dataset.procedural.ProceduralGenerator;
import dev.flawsmith.evaluation.audit.Intervals;
import dev.flawsmith.evaluation.audit.Intervals.Interval;
import dev.flawsmith.evaluation.painting.PlantedTruth;
import dev.flawsmith.training.classifier.ClassifierConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code flawsmith evaluate painting}: how good the defects are that a dataset painted onto photos. */
@Command(
        name = "painting",
        description = {
            "Measure a dataset that augment has painted onto photos (onto): whether all outside of the regions is the photo",
            "still; whether a seam can be told (by the gradient along the regions' edges, painted against untouched and",
            "against real photos at the same regions: AUC, 0.5 is not at all); whether a classifier of the real photos sees",
            "the class; how far masks of what changed meet planted truth (an upper bound: the surface around is known and",
            "drawn anew but for noise); and whether MVTec and COCO, where there are exports, read back as the dataset. All of",
            "accepted images; how many candidates were refused is said beside it."
        })
final class EvaluatePaintingCommand extends FlawsmithCommand {
    @Option(names = "--dataset", required = true, paramLabel = "DIR", description = "The dataset.")
    @SuppressWarnings("NullAway.Init")
    private Path dataset;

    @Option(
            names = "--real",
            paramLabel = "DIR",
            description = "Real photos, <class>/<image>; of those with a splits.csv, the train rows. Without it nothing"
                    + " is said of classes and of real photos' gradients.")
    private @Nullable Path real;

    @Option(
            names = "--steps",
            paramLabel = "N",
            description = "Training steps of the classifier. Default: the quality gate's.")
    private @Nullable Integer steps;

    @Option(
            names = "--planted",
            paramLabel = "N",
            description = "Rule-drawn defects of each family for the planted truth; 0 for none. Default: 200.")
    private int planted = 200;

    @Option(names = "--seed", paramLabel = "S", description = "All randomness. Default: 1.")
    private long seed = 1;

    /** Added to the seed, so that the judge of classes is never the network that a dataset's quality gate has let images pass. */
    private static final long JUDGE = 1000;

    /** Share of images, with its exact 95 % interval. */
    record Recognised(Interval painted, Interval unpainted) {}

    /**
     * What {@code --json} prints.
     *
     * @param images accepted: all figures are theirs
     * @param rejected candidates that were refused before them, by reason
     */
    record Result(
            String dataset,
            int images,
            Map<String, Long> rejected,
            double unchangedOutside,
            List<String> changedOutside,
            List<SeamFigures.Seam> seams,
            @Nullable Recognised recognised,
            List<PlantedTruth> planted,
            List<ExportReadback.Readback> exports) {}

    @Override
    public Integer call() throws IOException {
        if (planted < 0) {
            throw new InputException("planted", "planted: expected a number of at least 0, found " + planted);
        }
        RealSet photos = real == null ? null : open(real);
        PaintedDataset painted = new PaintedDataset(dataset);
        OutsideCheck outside = new OutsideCheck();
        SeamFigures seams = new SeamFigures(photos);
        ClassFigures classes = new ClassFigures();
        ExportReadback exports = new ExportReadback(dataset);
        int[] side = {0};
        int images = painted.forEach(triple -> {
            outside.add(triple);
            seams.add(triple);
            classes.add(triple);
            exports.add(triple);
            side[0] = Math.max(side[0], triple.window().width());
        });
        if (images == 0) {
            throw new InputException("dataset", "dataset: expected images, found none in " + dataset);
        }
        Result result = new Result(
                dataset.toString(),
                images,
                painted.rejected(),
                outside.share(),
                outside.changed(),
                seams.figures(seed),
                photos == null ? null : recognised(classes, photos),
                planted == 0
                        ? List.of()
                        : ProceduralGenerator.classes().stream()
                                .map(name -> PlantedTruth.of(name, planted, side[0], seed))
                                .toList(),
                exports.readBack());
        print(result, text(result));
        return Main.OK;
    }

    private static RealSet open(Path folder) {
        try {
            return RealSet.open(folder);
        } catch (DatasetException e) {
            throw new InputException("real", "real: " + e.getMessage(), e);
        }
    }

    private Recognised recognised(ClassFigures classes, RealSet photos) {
        ClassifierConfig standard = ClassifierConfig.STANDARD.withSeed(JUDGE + seed);
        ClassifierConfig config = steps == null ? standard : standard.withSteps(steps);
        ClassFigures.Counts counts = classes.count(photos, config, err());
        return new Recognised(
                Intervals.clopperPearson(counts.painted(), counts.images()),
                Intervals.clopperPearson(counts.unpainted(), counts.images()));
    }

    private static String refused(Map<String, Long> rejected) {
        long all = rejected.values().stream().mapToLong(Long::longValue).sum();
        return all
                + rejected.entrySet().stream()
                        .map(each -> each.getKey() + " " + each.getValue())
                        .collect(Collectors.joining(", ", all == 0 ? "" : " (", all == 0 ? "" : ")"));
    }

    private static String text(Result result) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%s: %d accepted images, of which all figures are; refused candidates: %s\n"
                        + "every pixel outside of the region is the photo's in %.4f of them",
                result.dataset(),
                result.images(),
                refused(result.rejected()),
                result.unchangedOutside()));
        result.changedOutside().forEach(file -> text.append("\n  not in ").append(file));
        result.seams()
                .forEach(seam -> text.append(String.format(
                        Locale.ROOT,
                        "\n%s gradient against %s photos: AUC %.3f (%.3f to %.3f), %d and %d images",
                        seam.contour(),
                        seam.against(),
                        seam.separation().auc(),
                        seam.separation().low(),
                        seam.separation().high(),
                        seam.separation().n(),
                        seam.separation().m())));
        Recognised recognised = result.recognised();
        if (recognised != null) {
            text.append(String.format(
                    Locale.ROOT,
                    "\nclass recognised in %.3f (%.3f to %.3f) of painted images, in %.3f (%.3f to %.3f) of the photos"
                            + " without",
                    recognised.painted().value(),
                    recognised.painted().low(),
                    recognised.painted().high(),
                    recognised.unpainted().value(),
                    recognised.unpainted().low(),
                    recognised.unpainted().high()));
        }
        result.planted()
                .forEach(each -> text.append(String.format(
                        Locale.ROOT,
                        "\nmask against planted %s: IoU at most %.3f, 5 %% quantile %.3f, %d images",
                        each.className(),
                        each.mean(),
                        each.q05(),
                        each.images())));
        result.exports()
                .forEach(each -> text.append('\n')
                        .append(each.format())
                        .append(
                                each.agree() == null
                                        ? ": not read back"
                                        : " read back: " + each.agree() + " of " + each.images()
                                                + " images as in the dataset"));
        return text.toString();
    }
}
