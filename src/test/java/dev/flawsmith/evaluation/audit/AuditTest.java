package dev.flawsmith.evaluation.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.math.FeatureException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.BetaDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AuditTest {
    private static final int TRAIN = 206;
    private static final int HOLDOUT = 67;
    private static final int IMAGES = 150;
    private static final AuditSettings QUICK = new AuditSettings(0.1, 400, 5);

    /** Law, spread and modes: none of these has seen which photos are train. */
    @ParameterizedTest
    @ValueSource(strings = {"same", "shrunk .7", "shrunk .3", "five modes"})
    void generatorsWithoutCopiesRaiseNoMoreAlarmsThanTheRateAllows(String generator) {
        int runs = 30;
        int alarms = 0;
        int copies = 0;
        for (int seed = 0; seed < runs; seed++) {
            ToySets sets = new ToySets(1000 + seed, TRAIN, HOLDOUT);
            switch (generator) {
                case "same" -> sets.gaussians(IMAGES, 1);
                case "shrunk .7" -> sets.gaussians(IMAGES, 0.7);
                case "shrunk .3" -> sets.gaussians(IMAGES, 0.3);
                default -> sets.modes(IMAGES, 0.3);
            }
            Detection detection = sets.detection(QUICK);
            alarms += detection.alarm() ? 1 : 0;
            copies += detection.copies() ? 1 : 0;
        }
        double low = alarms == 0
                ? 0
                : BetaDistribution.of(alarms, runs - alarms + 1.0).inverseCumulativeProbability(0.05);
        assertTrue(low <= QUICK.fdr(), alarms + " alarms in " + runs + " runs");
        assertTrue(copies <= 1, copies + " runs with copies in " + runs);
    }

    @Test
    void plantedCopiesAreFoundAndFewOthersNamed() {
        for (double spread : new double[] {1, 0.7}) {
            int found = 0;
            int named = 0;
            for (int seed = 0; seed < 5; seed++) {
                Detection detection = new ToySets(seed, TRAIN, HOLDOUT)
                        .gaussians(IMAGES, spread)
                        .copies(40, 0.1)
                        .detection(QUICK);
                found += (int) detection.copied().stream().filter(u -> u < 40).count();
                named += detection.copied().size();
                assertTrue(detection.leakage());
            }
            assertTrue(found >= 0.95 * 200, "found " + found + " of 200 at spread " + spread);
            assertTrue(named - found <= 0.13 * named, (named - found) + " of " + named + " are none");
        }
    }

    @Test
    void aKernelDensityAroundTrainIsLeakageAndNoCopy() {
        AuditResult result =
                Audit.run(new ToySets(3, TRAIN, HOLDOUT).aroundTrain(800, 0.9).input(), QUICK);
        assertInstanceOf(
                Verdict.Leakage.class, result.verdict(), result.verdict().sentence());
        assertTrue(result.verbatim().isEmpty());
        assertTrue(result.copied().isEmpty());
    }

    @Test
    void trainPhotosReplayedAreCopies() {
        AuditResult result =
                Audit.run(new ToySets(4, TRAIN, HOLDOUT).aroundTrain(IMAGES, 0).input(), QUICK);
        assertInstanceOf(Verdict.CopiesFound.class, result.verdict());
        assertTrue(result.power().isEmpty()); // what is planted among copies proves nothing
        assertEquals(0, result.detectableCopies());
        assertEquals(
                List.of("verbatim", "target_decoy", "whole_set"), result.reach().spoke());
        result.verbatim().forEach(pair -> assertEquals(0, pair.distance()));
        assertEquals(result.copied().size(), result.verbatim().size());
        assertTrue(result.flagged().size() == IMAGES, result.flagged().size() + " flagged");
    }

    @Test
    void oneVerbatimCopyIsNamedByTheThirdListAlone() {
        AuditResult result = Audit.run(
                new ToySets(5, TRAIN, HOLDOUT).gaussians(IMAGES, 1).copies(1, 0).input(), QUICK);
        assertInstanceOf(Verdict.CopiesFound.class, result.verdict());
        assertEquals(List.of("verbatim"), result.reach().spoke());
        assertEquals(0, result.verbatim().get(0).photo());
        assertEquals(0, result.verbatim().get(0).image());
    }

    @Test
    void nothingIsFoundOnlyWhereItWouldHaveBeen() {
        AuditResult result =
                Audit.run(new ToySets(6, TRAIN, HOLDOUT).gaussians(IMAGES, 1).input(), QUICK);
        Verdict.NoneFound verdict = assertInstanceOf(Verdict.NoneFound.class, result.verdict());
        assertTrue(verdict.couldHaveFound() >= 1 && verdict.couldHaveFound() <= 40, verdict.sentence());
        assertTrue(result.detectableExactCopies() <= verdict.couldHaveFound());
        assertEquals(31, result.reach().targetDecoySmallest());
        assertEquals(11, result.reach().wholeSetSmallest());
    }

    @Test
    void tooFewPhotosAreInconclusiveAndSayHowManyAreNeeded() {
        AuditResult result = Audit.run(new ToySets(7, 6, 4).gaussians(20, 1).input(), QUICK);
        assertInstanceOf(Verdict.Inconclusive.class, result.verdict());
        assertTrue(
                result.verdict().sentence().contains("at least 10"),
                result.verdict().sentence());
    }

    /** Eight photos learnt by heart: holdout photos tell what near is, so few of train accuse as well as many. */
    @Test
    void verbatimCopiesOfFewTrainPhotosAreCopies() {
        AuditResult result = Audit.run(
                new ToySets(13, 8, HOLDOUT)
                        .gaussians(IMAGES, 1)
                        .copies(5, 0.001)
                        .input(),
                QUICK);
        Verdict.CopiesFound verdict = assertInstanceOf(Verdict.CopiesFound.class, result.verdict());
        assertEquals(5, verdict.photos());
        assertEquals("verbatim", verdict.by());
        AuditResult none =
                Audit.run(new ToySets(13, 8, HOLDOUT).gaussians(IMAGES, 1).input(), QUICK);
        assertInstanceOf(Verdict.Inconclusive.class, none.verdict(), "nothing found among so few says nothing");
        AuditResult unknown = Audit.run(
                new ToySets(13, 8, 6).gaussians(IMAGES, 1).copies(5, 0.001).input(), QUICK);
        assertInstanceOf(Verdict.Inconclusive.class, unknown.verdict(), "too few to know what near is");
        assertTrue(
                unknown.verdict().sentence().contains("matched verbatim"),
                unknown.verdict().sentence());
    }

    /** Generators that copy nothing, beside so few train photos: at most one audit in twenty names one. */
    @ParameterizedTest
    @CsvSource({"8, 12", "8, 67", "2, 18"})
    void fewTrainPhotosAreSeldomAccusedWithoutCopies(int train, int holdout) {
        int runs = 150;
        int accused = 0;
        for (int run = 0; run < runs; run++) {
            ToySets sets = new ToySets(1000 + run, train, holdout);
            ToySets drawn = run % 3 == 0
                    ? sets.gaussians(300, 1)
                    : run % 3 == 1 ? sets.gaussians(300, 0.5) : sets.modes(300, 0.3);
            accused += Audit.run(drawn.input(), QUICK).verdict() instanceof Verdict.CopiesFound ? 1 : 0;
        }
        assertTrue(accused <= runs / 20, "accused in " + accused + " of " + runs + " audits");
    }

    @Test
    void oneImageIsRefused() {
        ToySets sets = new ToySets(8, TRAIN, HOLDOUT).gaussians(1, 1);
        FeatureException refused = assertThrows(FeatureException.class, sets::input);
        assertEquals("synthetic: expected at least 2, found 1", refused.getMessage());
    }

    @Test
    void theSameInputAndSeedGiveTheSameResult() {
        ToySets sets = new ToySets(9, 100, 60).gaussians(80, 1).copies(5, 0.05);
        assertEquals(Audit.run(sets.input(), QUICK), Audit.run(sets.input(), QUICK));
    }

    @Test
    void photosOfBothSidesAreReportedAndLeftOut() {
        ToySets sets = new ToySets(10, 100, 60).gaussians(80, 1);
        sets.photos.set(130, sets.photos.get(3)); // holdout, a copy of train
        sets.photos.set(51, sets.photos.get(50)); // train, twice
        sets.images.set(0, sets.photos.get(3));
        AuditResult result = Audit.run(sets.input(), QUICK);
        assertEquals(List.of(List.of(3, 130)), result.acrossSides());
        assertEquals(98, result.counts().trainUnits());
        assertEquals(59, result.counts().holdoutUnits());
        assertEquals(1, result.counts().duplicatesWithin());
        assertEquals(2, result.counts().duplicatesAcross());
        assertTrue(result.verbatim().isEmpty(), "a copy of a photo of both sides accuses neither");
    }

    @Test
    void theWholeSetTestIsUniformUnderItsNull() {
        int runs = 200;
        List<Double> p = new ArrayList<>();
        ToySets sets = new ToySets(11, 150, 80).gaussians(100, 0.7);
        AuditInput input = sets.input();
        Units units = Units.of(input.photos(), input.duplicates());
        PhotoScores scores = new PhotoScores(input.descriptors(), units);
        SplittableRandom random = new SplittableRandom(12);
        for (int r = 0; r < runs; r++) {
            boolean[] labels = new boolean[units.count()];
            double[] lots = random.doubles(labels.length).toArray();
            int[] order = IntStream.range(0, labels.length)
                    .boxed()
                    .sorted(Comparator.comparingDouble(u -> lots[u]))
                    .mapToInt(Integer::intValue)
                    .toArray();
            for (int i = 0; i < 150; i++) {
                labels[order[i]] = true;
            }
            p.add(WholeSetTest.run(scores.scores(), scores.votes(), labels, units.stratum(), 400, r)
                    .uniformP());
        }
        assertTrue(Uniformity.p(p) > 0.01, "KS p " + Uniformity.p(p));
    }
}
