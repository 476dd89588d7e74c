package dev.flawsmith.evaluation.report;

import dev.flawsmith.evaluation.audit.AuditResult;
import dev.flawsmith.evaluation.audit.Intervals;
import dev.flawsmith.evaluation.audit.Power;
import dev.flawsmith.evaluation.audit.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;

/** An audit for people: the verdict, the pairs to look at, what could have been seen, and the figures. */
public final class AuditPage {
    private final AuditResult result;
    private final AuditPictures pictures;
    private final Map<String, String> inputs;

    private AuditPage(AuditResult result, AuditPictures pictures, Map<String, String> inputs) {
        this.result = result;
        this.pictures = pictures;
        this.inputs = inputs;
    }

    /**
     * The report.
     *
     * @param inputs what was given and what repeats it: names and values in the order they are to be read
     */
    public static Report of(AuditResult result, AuditPictures pictures, Map<String, String> inputs) {
        return new AuditPage(result, pictures, inputs).report();
    }

    private Report report() {
        List<Section> sections = new ArrayList<>();
        AuditGallery gallery = new AuditGallery(result, pictures);
        sections.add(gallery.suspects());
        sections.add(gallery.samples());
        sections.add(distances());
        sections.add(reach());
        if (!result.power().isEmpty()) {
            sections.add(power());
        }
        sections.add(figures());
        sections.add(legacy());
        sections.add(reproduce());
        return new Report("Memorization audit", result.verdict().sentence(), tone(), sections);
    }

    private Report.Tone tone() {
        if (result.verdict() instanceof Verdict.NoneFound) {
            return Report.Tone.GOOD;
        }
        return result.verdict() instanceof Verdict.Inconclusive ? Report.Tone.NEUTRAL : Report.Tone.BAD;
    }

    private Section distances() {
        Map<String, double[]> photos = new LinkedHashMap<>();
        photos.put("train", scores(true));
        photos.put("holdout", scores(false));
        Map<String, double[]> images = new LinkedHashMap<>();
        images.put(
                "generated",
                result.images().stream().mapToDouble(AuditResult.Image::ratio).toArray());
        images.put(
                "holdout",
                result.holdoutRatios().stream().mapToDouble(Double::doubleValue).toArray());
        List<Plot> plots = new ArrayList<>();
        if (photos.values().stream().anyMatch(values -> values.length > 0)) {
            plots.add(
                    Plot.histogram(
                            "photo-scores",
                            "distance to the nearest generated image ÷ to the nearest other photo",
                            photos,
                            "Every real photo's score. Without leakage train and holdout have one law; copied photos are near 0."));
        }
        if (images.values().stream().anyMatch(values -> values.length > 0)) {
            plots.add(Plot.histogram(
                    "image-ratios",
                    "Carlini's ratio to the nearest training photos",
                    images,
                    "Generated images against holdout photos, both seen from train. A set that is merely less diverse"
                            + " is not shifted here; copies are near 0."));
        }
        return new Section.Plots("Distances", "", plots);
    }

    private double[] scores(boolean train) {
        return result.photos().stream()
                .filter(photo -> photo.train() == train && Double.isFinite(photo.score()))
                .mapToDouble(AuditResult.Photo::score)
                .toArray();
    }

    private Section reach() {
        AuditResult.Reach reach = result.reach();
        List<String> said = new ArrayList<>();
        said.add(
                reach.spoke().isEmpty()
                        ? "None of the three spoke."
                        : "Spoke: " + String.join(", ", reach.spoke()) + ".");
        said.add("The target–decoy list names photos at a false discovery rate of "
                + result.settings().fdr() + "; it cannot name fewer than " + reach.targetDecoySmallest() + ".");
        said.add("The whole-set test can be significant from " + reach.wholeSetSmallest() + " copied photos on.");
        said.add(String.format(
                Locale.ROOT,
                "The verbatim list names pairs below a score of %.4f, nearer than any two distinct real photos come%s.",
                reach.verbatimBound(),
                reach.verbatimWithheld() == 0
                        ? ""
                        : "; it is withheld, because " + reach.verbatimWithheld()
                                + " holdout photos, which cannot have been copied, are matched as near"));
        said.add(String.format(
                Locale.ROOT,
                "So many holdout photos bear a conformal level of %.4f an image and no stricter one; at most %.1f %% of"
                        + " unseen photos would be flagged (95 %% confidence).",
                reach.conformalLevel(),
                100 * reach.falseAlarmBound()));
        return new Section.Text("What each list could have seen", said);
    }

    private Section power() {
        double[] exact = copies(false);
        Map<String, double[]> lines = new LinkedHashMap<>();
        lines.put("exact copies", shares(false));
        if (copies(true).length == exact.length) {
            lines.put("altered copies", shares(true));
        }
        return new Section.Plots(
                "Power",
                "Copies of random training photos planted in this very data, and how often one of the three lists"
                        + " named one.",
                List.of(Plot.lines(
                        "power",
                        new Plot.Axes("training photos copied", "share of repeats in which it was found", false),
                        exact,
                        lines,
                        "Found with a chance of " + Power.ENOUGH + " from " + orNone(result.detectableExactCopies())
                                + " exact and from " + orNone(result.detectableCopies()) + " altered copies on.")));
    }

    private static String orNone(int copies) {
        return copies == 0 ? "no number of" : Integer.toString(copies);
    }

    private double[] copies(boolean altered) {
        return rows(altered, Power.Row::copies);
    }

    private double[] shares(boolean altered) {
        return rows(altered, Power.Row::any);
    }

    private double[] rows(boolean altered, java.util.function.ToDoubleFunction<Power.Row> value) {
        return result.power().stream()
                .filter(row -> row.altered() == altered)
                .flatMapToDouble(row -> DoubleStream.of(value.applyAsDouble(row)))
                .toArray();
    }

    private Section figures() {
        AuditResult.Counts counts = result.counts();
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("whole-set permutation p", number(result.wholeSet().p()), ""));
        rows.add(List.of("… of the tail alone", number(result.wholeSet().tailP()), ""));
        rows.add(List.of("… of the share alone", number(result.wholeSet().shareP()), ""));
        rows.add(List.of(
                "generated images nearest to a training photo",
                number(result.dcrShare().value()),
                interval(result.dcrShare())));
        rows.add(List.of(
                "training photos copied", number(result.copiedShare().value()), interval(result.copiedShare())));
        rows.add(List.of("training photos", counts.train() + " in " + counts.trainUnits() + " groups", ""));
        rows.add(List.of("holdout photos", counts.holdout() + " in " + counts.holdoutUnits() + " groups", ""));
        rows.add(List.of("generated images", Integer.toString(counts.synthetic()), ""));
        rows.add(List.of("left out: near-duplicates on both sides", Integer.toString(counts.duplicatesAcross()), ""));
        rows.add(List.of(
                "images flagged at the strictest conformal level",
                Integer.toString(result.flagged().size()),
                ""));
        return new Section.Table("Figures", "", List.of("figure", "value", "95 % interval"), rows);
    }

    private Section legacy() {
        return new Section.Table(
                "Legacy figures",
                "What other tools report, for comparison. They confuse low diversity with copying; no verdict rests on them.",
                List.of("figure", "value"),
                List.of(
                        List.of(
                                "C_T (Meehan et al. 2020), Z",
                                number(result.legacy().ctZ())),
                        List.of("DCR share", number(result.legacy().dcrShare())),
                        List.of("NNDR, median", number(result.legacy().nndrMedian())),
                        List.of(
                                "authentic share (Alaa et al. 2022)",
                                number(result.legacy().authenticShare()))));
    }

    private Section reproduce() {
        List<List<String>> rows = new ArrayList<>();
        inputs.forEach((name, value) -> rows.add(List.of(name, value)));
        rows.add(List.of("descriptors", String.join(", ", result.descriptors())));
        rows.add(List.of(
                "false discovery rate", Double.toString(result.settings().fdr())));
        rows.add(List.of("permutations", Integer.toString(result.settings().permutations())));
        rows.add(List.of("seed", Long.toString(result.settings().seed())));
        return new Section.Table("To reproduce", "", List.of("input", "value"), rows);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }

    private static String interval(Intervals.Interval interval) {
        return number(interval.low()) + " to " + number(interval.high());
    }
}
