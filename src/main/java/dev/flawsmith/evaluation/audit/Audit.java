package dev.flawsmith.evaluation.audit;

import dev.flawsmith.evaluation.audit.AuditResult.Copied;
import dev.flawsmith.evaluation.audit.AuditResult.Counts;
import dev.flawsmith.evaluation.audit.AuditResult.Image;
import dev.flawsmith.evaluation.audit.AuditResult.Pair;
import dev.flawsmith.evaluation.audit.AuditResult.Photo;
import dev.flawsmith.evaluation.audit.AuditResult.Reach;
import dev.flawsmith.math.FeatureException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The memorization audit. Deterministic: the same input and settings give the same result. Too few photos or images make
 * it inconclusive, never quiet; copies that few images show, and verbatim ones of few train photos, are copies all the same.
 */
public final class Audit {
    private static final double CONFIDENCE = 0.95;
    private static final String VERBATIM = "verbatim";

    private final AuditInput input;
    private final AuditSettings settings;
    private final Units units;
    private final PhotoScores scores;
    private final Evidence evidence;
    private final Detection detection;

    private Audit(AuditInput input, AuditSettings settings, Units units) {
        this.input = input;
        this.settings = settings;
        this.units = units;
        scores = new PhotoScores(input.descriptors(), units);
        evidence = new Evidence(
                scores.scores(),
                scores.votes(),
                units.stratum(),
                RealSpacing.of(scores.realRatios(), input.images().size()));
        detection = Detection.of(evidence, units.train(), settings, settings.seed());
    }

    /**
     * Runs the audit.
     *
     * @throws dev.flawsmith.math.FeatureException if features cannot be used, or near-duplicates leave no photo on a side
     */
    public static AuditResult run(AuditInput input, AuditSettings settings) {
        Units units = Units.of(input.photos(), input.duplicates());
        int[] train = units.photos(true);
        int[] holdout = units.photos(false);
        if (train.length < 2 || units.count() - units.trained() < 1) {
            throw new FeatureException(
                    "expected at least 2 train photos and 1 holdout photo that are no near-duplicates of the other"
                            + " side's, found " + train.length + " and " + holdout.length);
        }
        return new Audit(input, settings, units).result(train, holdout);
    }

    /** Units a side, and images, that the method needs to be able to say anything: {@code 1 / q}. */
    static int least(AuditSettings settings) {
        return (int) Math.ceil(1 / settings.fdr() - 1e-9);
    }

    private AuditResult result(int[] train, int[] holdout) {
        ImageScores.Scores imageScores = ImageScores.of(input.descriptors(), train, onePerUnit(holdout));
        List<Image> images = images(imageScores);
        double level = 1.0 / (imageScores.holdout().size() + 1);
        List<Power.Row> power = power();
        int detectable = Power.detectable(power, true);
        int[] unitOfImage = scores.unitOfImage();
        return new AuditResult(
                verdict(detectable),
                counts(),
                copied(detection.copied(), unitOfImage),
                copied(detection.nearer(), unitOfImage),
                verbatim(),
                images.stream()
                        .filter(image -> image.conformalP() <= level)
                        .sorted(Comparator.comparingDouble(Image::ratio).thenComparingInt(Image::image))
                        .toList(),
                detection.wholeSet(),
                reach(level),
                power,
                detectable,
                Power.detectable(power, false),
                dcrShare(),
                Intervals.clopperPearson(detection.copied().size(), units.trained()),
                LegacyFigures.of(input.descriptors().get(0), side(true), side(false)),
                images,
                photos(),
                imageScores.holdout(),
                units.acrossSides(),
                input.descriptors().stream().map(PhotoDistances::descriptor).toList(),
                settings);
    }

    /** None where something was found, for that would speak and not what is planted, and none where nothing may be said. */
    private List<Power.Row> power() {
        return detection.alarm() || !enoughPhotos()
                ? List.of()
                : Power.measure(input.descriptors(), units, scores, evidence, settings);
    }

    private Verdict verdict(int detectable) {
        int least = least(settings);
        int heldOut = units.count() - units.trained();
        if (!enoughPhotos()) {
            return !detection.verbatim().isEmpty() && spacingIsKnown()
                    ? new Verdict.CopiesFound(detection.verbatim().size(), VERBATIM)
                    : tooFew(least);
        }
        if (detection.copies()) {
            List<Integer> named = new ArrayList<>(detection.copied());
            detection.verbatim().stream().filter(u -> !named.contains(u)).forEach(named::add);
            return new Verdict.CopiesFound(
                    named.size(),
                    String.join(
                            " and ",
                            spoke().stream()
                                    .filter(list -> !list.equals("whole_set"))
                                    .toList()));
        }
        if (detection.leakage()) {
            return new Verdict.Leakage(detection.wholeSet().p());
        }
        if (input.images().size() < least) { // what was found in few images stands, what was not says nothing
            return tooFew(least);
        }
        if (detectable == 0) {
            return new Verdict.Inconclusive("copies of a quarter of the train photos would not have been found with a"
                    + " chance of " + Power.ENOUGH + "; " + needed(heldOut));
        }
        return new Verdict.NoneFound(detectable);
    }

    private boolean enoughPhotos() {
        int least = least(settings);
        return units.trained() >= least && units.count() - units.trained() >= least;
    }

    /**
     * Whether real photos tell how near they come to one another, which the verbatim list alone goes by: enough of holdout,
     * and enough in all; of train there may be as few as a generator was made to learn by heart.
     */
    private boolean spacingIsKnown() {
        int least = least(settings);
        return units.count() - units.trained() >= least && units.count() >= 2 * least;
    }

    private Verdict tooFew(int least) {
        int verbatim = detection.verbatim().size();
        return new Verdict.Inconclusive("expected at least " + least
                + " images a set, near-duplicates counted once, for a false discovery rate of " + settings.fdr()
                + ", found " + units.trained() + " of train, " + (units.count() - units.trained()) + " of holdout, "
                + input.images().size() + " synthetic"
                + (verbatim == 0 ? "" : "; all the same " + verbatim + " train photos are matched verbatim"));
    }

    /** From so many holdout photos on, target-decoy can name that many train photos. */
    private String needed(int heldOut) {
        int least = (int) Math.ceil(1 / (settings.fdr() * Power.MOST) - 1e-9);
        return heldOut < least
                ? "the list of copied photos can name that many from " + least + " holdout photos on, found " + heldOut
                : "it takes more holdout photos than " + heldOut + ", or a descriptor that tells photos better apart";
    }

    private Counts counts() {
        int train = side(true).length;
        return new Counts(
                train,
                input.photos().size() - train,
                input.images().size(),
                units.trained(),
                units.count() - units.trained(),
                units.withinSides(),
                units.acrossSides().stream().mapToInt(List::size).sum());
    }

    private List<Copied> copied(List<Integer> selected, int[] unitOfImage) {
        List<Copied> copied = new ArrayList<>();
        for (int unit : selected) {
            List<Integer> next = new ArrayList<>(List.of(scores.image(unit)));
            IntStream.range(0, unitOfImage.length)
                    .filter(g -> unitOfImage[g] == unit && g != scores.image(unit))
                    .forEach(next::add);
            copied.add(new Copied(
                    scores.photo(unit), evidence.scores()[unit], scores.distance(unit), scores.descriptor(unit), next));
        }
        return List.copyOf(copied);
    }

    private List<Pair> verbatim() {
        return detection.verbatim().stream()
                .map(u -> new Pair(
                        scores.photo(u),
                        scores.image(u),
                        evidence.scores()[u],
                        scores.distance(u),
                        scores.descriptor(u)))
                .toList();
    }

    private Reach reach(double level) {
        double trainShare = (double) units.trained() / units.count();
        int heldOut = units.count() - units.trained();
        return new Reach(
                TargetDecoy.smallest(units.trained(), heldOut, settings.fdr()),
                (int) Math.ceil(Math.log(WholeSetTest.ALPHA) / Math.log(trainShare)),
                level,
                1 - StrictMath.pow(1 - CONFIDENCE, 1.0 / heldOut),
                evidence.spacing().near(),
                evidence.spacing().verbatim(),
                evidence.spacing().dimension(),
                detection.holdoutVerbatim().size(),
                spoke());
    }

    private List<String> spoke() {
        List<String> spoke = new ArrayList<>();
        if (!detection.verbatim().isEmpty()) {
            spoke.add(VERBATIM);
        }
        if (!detection.copied().isEmpty()) {
            spoke.add("target_decoy");
        }
        if (detection.leakage()) {
            spoke.add("whole_set");
        }
        return List.copyOf(spoke);
    }

    private Intervals.Interval dcrShare() {
        int[] all = evidence.votes();
        int[] ofTrain = all.clone();
        boolean[] train = units.train();
        for (int u = 0; u < ofTrain.length; u++) {
            ofTrain[u] = train[u] ? ofTrain[u] : 0;
        }
        return Intervals.clusterBootstrap(ofTrain, all, settings.seed());
    }

    private static List<Image> images(ImageScores.Scores scores) {
        List<Image> images = new ArrayList<>();
        for (ImageScores.Score score : scores.images()) {
            images.add(new Image(
                    images.size(),
                    score.ratio(),
                    score.nearest(),
                    score.distance(),
                    score.descriptor(),
                    score.conformalP()));
        }
        return List.copyOf(images);
    }

    private List<Photo> photos() {
        boolean[] train = units.train();
        return IntStream.range(0, units.count())
                .mapToObj(u -> new Photo(
                        scores.photo(u),
                        train[u],
                        evidence.scores()[u],
                        scores.distance(u),
                        scores.descriptor(u),
                        scores.image(u)))
                .toList();
    }

    private int[] onePerUnit(int[] photos) {
        boolean[] seen = new boolean[units.count()];
        return IntStream.of(photos)
                .filter(i -> {
                    boolean first = !seen[units.unitOf(i)];
                    seen[units.unitOf(i)] = true;
                    return first;
                })
                .toArray();
    }

    private int[] side(boolean train) {
        return IntStream.range(0, input.photos().size())
                .filter(i -> input.photos().get(i).train() == train)
                .toArray();
    }
}
