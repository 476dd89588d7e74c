package dev.flawsmith.evaluation.audit;

import dev.flawsmith.math.FeatureException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Plants copies among the images of generators that know both sides alike, in a freshly split pool each time, and counts
 * what the audit finds. Splits are drawn over near-duplicate groups, within classes, at the sizes given. Copies are added to
 * the images, as many as there are train photos.
 */
public final class SelfTest {
    /** Of the whole-set test where only significance is asked for. */
    private static final int QUICK_PERMUTATIONS = 499;

    private final SelfTestSource source;
    private final Units units;
    private final double trainShare;
    private final SelfTestPlan plan;
    private final AuditSettings settings;
    private final Map<CopyTransform, PlantedCopies> copies = new EnumMap<>(CopyTransform.class);

    private SelfTest(SelfTestSource source, Units units, double trainShare, SelfTestPlan plan, AuditSettings settings) {
        this.source = source;
        this.units = units;
        this.trainShare = trainShare;
        this.plan = plan;
        this.settings = settings;
    }

    /**
     * Runs the plan.
     *
     * @param photos their classes and, for the size of the splits, their sides
     * @param duplicates groups of near-duplicates, every photo in one
     * @param news told what is done next
     * @throws dev.flawsmith.math.FeatureException if the plan names what the source cannot bear, or a split would leave fewer
     *     than two units for train or one for holdout
     */
    public static SelfTestResult run(
            SelfTestSource source,
            List<RealPhoto> photos,
            List<List<Integer>> duplicates,
            SelfTestPlan plan,
            AuditSettings settings,
            Consumer<String> news) {
        double share = (double) photos.stream().filter(RealPhoto::train).count() / photos.size();
        List<RealPhoto> unlabelled = photos.stream()
                .map(photo -> new RealPhoto(photo.name(), photo.className(), true))
                .toList();
        SelfTest test = new SelfTest(source, Units.of(unlabelled, duplicates), share, plan, settings);
        test.requireBearable();
        return test.run(news);
    }

    private void requireBearable() {
        List<String> foreign = Stream.concat(
                        plan.transforms().stream().filter(t -> !source.bears(t)).map(CopyTransform::label),
                        plan.generators().stream().filter(g -> !source.bears(g)).map(SurrogateKind::label))
                .toList();
        if (!foreign.isEmpty()) {
            throw new FeatureException(
                    "expected transforms and generators that there are of what is compared, found " + foreign);
        }
        boolean[] train = split(settings.seed());
        long trained = IntStream.range(0, train.length).filter(u -> train[u]).count();
        if (trained < 2 || trained == train.length) {
            throw new FeatureException("expected photos for splits of at least 2 for train and 1 for holdout within"
                    + " classes, near-duplicates counted once, found " + trained + " and " + (train.length - trained));
        }
    }

    private SelfTestResult run(Consumer<String> news) {
        List<SelfTestResult.Case> cases = new ArrayList<>();
        List<SelfTestResult.Null> nulls = new ArrayList<>();
        int images = Math.max(2, (int) Math.round(trainShare * units.photos(true).length));
        for (SurrogateKind generator : plan.generators()) {
            List<Tally> tallies = new ArrayList<>();
            List<Double> p = new ArrayList<>();
            int alarms = 0;
            for (int r = 0; r < plan.repeats(); r++) {
                news.accept("self-test: " + generator.label() + ", repeat " + (r + 1) + " of " + plan.repeats());
                long seed = settings.seed() + 1_000_003L * generator.label().hashCode() + r;
                List<PhotoDistances> distances = source.draw(generator, images, seed);
                PhotoScores scores = new PhotoScores(distances, units);
                Evidence evidence = new Evidence(
                        scores.scores(), scores.votes(), units.stratum(), RealSpacing.of(scores.realRatios(), images));
                plant(distances, scores);
                List<Tally> counted = tally(evidence, seed);
                for (int i = 0; i < counted.size(); i++) {
                    if (tallies.size() <= i) {
                        tallies.add(counted.get(i));
                    } else {
                        tallies.set(i, tallies.get(i).plus(counted.get(i)));
                    }
                }
                List<Detection> quiet = resplits(evidence, r, seed);
                quiet.forEach(detection -> p.add(detection.wholeSet().uniformP()));
                alarms += (int) quiet.stream().filter(Detection::alarm).count();
            }
            tallies.forEach(tally -> cases.add(tally.mean(generator, plan.repeats())));
            Intervals.Interval rate = Intervals.clopperPearson(alarms, p.size());
            nulls.add(new SelfTestResult.Null(
                    generator.label(), p.size(), Uniformity.p(p), rate.value(), rate.low(), rate.high()));
        }
        return new SelfTestResult(List.copyOf(cases), List.copyOf(nulls));
    }

    /** One copy of each unit's first photo, so that a copy has the unit's number. */
    private void plant(List<PhotoDistances> distances, PhotoScores scores) {
        int[] photos = units.onePhotoEach();
        for (CopyTransform transform : plan.transforms()) {
            if (!copies.containsKey(transform)) {
                copies.put(
                        transform, PlantedCopies.plant(distances, units, scores, photos, transform, settings.seed()));
            }
        }
    }

    /** Sums over repeats of one case. */
    private record Tally(String transform, double rate, int copies, double recall, double fdr, int alarms) {
        Tally plus(Tally other) {
            return new Tally(transform, rate, copies, recall + other.recall, fdr + other.fdr, alarms + other.alarms);
        }

        SelfTestResult.Case mean(SurrogateKind generator, int repeats) {
            return new SelfTestResult.Case(
                    transform,
                    rate,
                    generator.label(),
                    copies,
                    repeats,
                    recall / repeats,
                    fdr / repeats,
                    (double) alarms / repeats);
        }
    }

    /** A case to go through. */
    private record Planting(String transform, double rate, List<Integer> chosen, Evidence evidence) {}

    private List<Tally> tally(Evidence evidence, long seed) {
        boolean[] train = split(seed);
        int[] trained = IntStream.range(0, train.length).filter(u -> train[u]).toArray();
        List<Planting> plantings = new ArrayList<>();
        for (double rate : plan.rates()) {
            int count = (int) Math.round(rate * trained.length);
            if (count == 0) {
                plantings.add(new Planting("none", rate, List.of(), evidence));
                continue;
            }
            for (Map.Entry<CopyTransform, PlantedCopies> entry : copies.entrySet()) {
                int[] chosen = new SplittableRandom(
                                seed + 17L * entry.getKey().label().hashCode())
                        .ints(0, trained.length)
                        .distinct()
                        .limit(count)
                        .map(i -> trained[i])
                        .toArray();
                plantings.add(new Planting(
                        entry.getKey().label(),
                        rate,
                        IntStream.of(chosen).boxed().toList(),
                        entry.getValue().with(evidence, chosen)));
            }
        }
        AuditSettings quick = new AuditSettings(
                settings.fdr(), Math.min(settings.permutations(), QUICK_PERMUTATIONS), settings.seed());
        return plantings.stream()
                .parallel()
                .map(planting -> tally(planting, Detection.of(planting.evidence(), train, quick, seed)))
                .toList();
    }

    private static Tally tally(Planting planting, Detection detection) {
        Set<Integer> named = new HashSet<>(detection.copied());
        named.addAll(detection.verbatim());
        int count = planting.chosen().size();
        long found = planting.chosen().stream().filter(named::contains).count();
        return new Tally(
                planting.transform(),
                planting.rate(),
                count,
                count == 0 ? Double.NaN : (double) found / count,
                named.isEmpty() ? 0 : (double) (named.size() - found) / named.size(),
                detection.alarm() ? 1 : 0);
    }

    private List<Detection> resplits(Evidence evidence, int repeat, long seed) {
        int from = plan.resplits() * repeat / plan.repeats();
        int to = plan.resplits() * (repeat + 1) / plan.repeats();
        return IntStream.range(from, to)
                .parallel()
                .mapToObj(s -> Detection.of(evidence, split(seed + 7_000_000_000L + s), settings, seed + s))
                .toList();
    }

    /** Labels over units, in every class as many of train as its share says. */
    private boolean[] split(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] stratum = units.stratum();
        boolean[] train = new boolean[units.count()];
        int classes = IntStream.of(stratum).max().orElse(0) + 1;
        for (int c = 0; c < classes; c++) {
            int of = c;
            int[] members = IntStream.range(0, stratum.length)
                    .filter(u -> stratum[u] == of)
                    .toArray();
            int wanted = (int) Math.round(trainShare * members.length);
            for (int i = 0; i < wanted; i++) {
                int j = i + random.nextInt(members.length - i);
                int swapped = members[i];
                members[i] = members[j];
                members[j] = swapped;
                train[members[i]] = true;
            }
        }
        return train;
    }
}
