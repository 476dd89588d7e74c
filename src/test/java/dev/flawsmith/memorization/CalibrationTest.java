package dev.flawsmith.memorization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CalibrationTest {
    @Test
    void theThresholdIsTheSmallestHoldoutScore() {
        Calibration calibration = ofScores(0.7, 0.5, 0.9);

        assertEquals(0.5, calibration.threshold());
        assertFalse(calibration.tooClose(new CopyScore(0.5, 1, 0)));
        assertTrue(calibration.tooClose(new CopyScore(Math.nextDown(0.5), 1, 0)));
        assertEquals(0.25, calibration.level());
    }

    @Test
    void pCountsTheHoldoutScoresThatAreNoGreater() {
        Calibration calibration = ofScores(0.7, 0.5, 0.9, 0.7);

        assertEquals(1 / 5.0, calibration.conformalP(0));
        assertEquals(1 / 5.0, calibration.conformalP(0.49));
        assertEquals(2 / 5.0, calibration.conformalP(0.5));
        assertEquals(2 / 5.0, calibration.conformalP(0.69));
        assertEquals(4 / 5.0, calibration.conformalP(0.7));
        assertEquals(1, calibration.conformalP(1));
    }

    @Test
    void boundsFalseAlarmsAsClopperAndPearsonDo() {
        // the upper limit solves (1 - limit)^n = 0.05
        for (int n : new int[] {1, 10, 59, 268, 1000}) {
            double bound = uniform(n, new Random(n)).falseAlarmBound();
            assertEquals(0.05, Math.pow(1 - bound, n), 1e-12, "n = " + n);
        }
        assertEquals(0.0111, uniform(268, new Random(1)).falseAlarmBound(), 0.00005);
    }

    @Test
    void theBoundHoldsForNineteenCalibrationsInTwenty() {
        Random random = new Random(3);
        int draws = 20_000;
        int broken = 0;
        double alarms = 0;
        for (int i = 0; i < draws; i++) {
            Calibration calibration = uniform(40, random);
            alarms += calibration.threshold() / draws; // the chance of a uniform score below it
            if (calibration.threshold() > calibration.falseAlarmBound()) {
                broken++;
            }
        }

        assertEquals(0.05, (double) broken / draws, 0.005);
        assertEquals(1.0 / 41, alarms, 0.001);
    }

    @Test
    void zeroDistanceIsTooCloseWhateverTheRatio() {
        Calibration calibration = ofScores(0.01, 0.5);

        assertTrue(calibration.tooClose(new CopyScore(0.9, 0, 0)));
    }

    @Test
    void aDistanceNoHoldoutPhotoComesNearIsTooCloseWhateverTheRatio() {
        List<CopyScore> holdout = IntStream.range(0, 9)
                .mapToObj(i -> new CopyScore(0.5, 1 + i, i))
                .toList();
        Calibration calibration = Calibration.of(holdout);

        assertEquals(0.05 * 5, calibration.verbatimDistance());
        assertTrue(calibration.tooClose(new CopyScore(0.9, 0.2, 0)));
        assertFalse(calibration.tooClose(new CopyScore(0.9, 0.25, 0)));
    }

    @Test
    void theVerbatimDistanceNeverTakesInAHoldoutPhoto() {
        Calibration calibration = Calibration.of(
                List.of(new CopyScore(0.5, 0.001, 0), new CopyScore(0.6, 1, 0), new CopyScore(0.6, 1, 0)));

        assertFalse(calibration.tooClose(new CopyScore(0.5, 0.001, 0)));
        assertTrue(calibration.tooClose(new CopyScore(0.9, 0.0005, 0)));
    }

    @Test
    void holdoutPhotosThatEqualATrainingPhotoAreLeftOutAndCounted() {
        Calibration calibration =
                Calibration.of(List.of(new CopyScore(0, 0, 3), new CopyScore(0.6, 1, 0), new CopyScore(0.7, 1, 0)));

        assertEquals(2, calibration.holdout());
        assertEquals(1, calibration.copiesLeftOut());
        assertEquals(0.6, calibration.threshold());
        assertTrue(calibration.describe().endsWith("1 more left out as exact copies of training photos"));
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> Calibration.of(List.of(new CopyScore(0, 0, 3))));
        assertTrue(refused.toString().contains("1 holdout photos, all of them exact copies"), refused.toString());
    }

    @Test
    void saysItsLevelAndItsBound() {
        String sentence = uniform(268, new Random(1)).describe();

        assertTrue(
                sentence.contains(
                        "level 1/269: at most 1.1 % false alarms at 95 % confidence, from 268 holdout photos, none over"),
                sentence);
    }

    private static Calibration uniform(int n, Random random) {
        return ofScores(random.doubles(n).toArray());
    }

    private static Calibration ofScores(double... scores) {
        return Calibration.of(DoubleStream.of(scores)
                .mapToObj(score -> new CopyScore(score, 1, 0))
                .collect(Collectors.toList()));
    }
}
