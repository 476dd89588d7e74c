package dev.flawsmith.evaluation.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.image.PixelImage;
import dev.flawsmith.math.FeatureException;
import dev.flawsmith.math.FeatureRows;
import dev.flawsmith.memorization.RandomTexture;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

final class SelfTestTest {
    private static final AuditSettings QUICK = new AuditSettings(0.1, 200, 1);
    private static final int PHOTOS = 60;
    private static final int TRAIN = 40;

    private static SelfTestPlan plan(CopyTransform... transforms) {
        return new SelfTestPlan(List.of(transforms), List.of(SurrogateKind.GOOD), List.of(0.25), 2, 20);
    }

    private static List<RealPhoto> photos(int count, int train) {
        return IntStream.range(0, count)
                .mapToObj(i -> new RealPhoto("photo " + i, "", i < train))
                .toList();
    }

    private static List<List<Integer>> alone(int count) {
        return IntStream.range(0, count).mapToObj(List::of).toList();
    }

    private static SelfTestResult run(SelfTestPlan plan, List<String> news) {
        List<PixelImage> pool =
                LongStream.range(0, PHOTOS).mapToObj(RandomTexture::of).toList();
        SelfTestSource source =
                SelfTestSource.of(pool, new int[PHOTOS], List.of(new WindowDescriptor(8), new PixelGridDescriptor()));
        return SelfTest.run(source, photos(PHOTOS, TRAIN), alone(PHOTOS), plan, QUICK, news::add);
    }

    @Test
    void findsWhatItPlantsAndSaysTheSameAgain() {
        List<String> news = new ArrayList<>();
        SelfTestPlan plan = plan(CopyTransform.EXACT, CopyTransform.ROTATE90);
        SelfTestResult result = run(plan, news);
        assertEquals(2, news.size());
        assertEquals(
                List.of("exact", "rotate90"),
                result.cases().stream().map(SelfTestResult.Case::transform).toList());
        for (SelfTestResult.Case one : result.cases()) {
            assertEquals(10, one.copies());
            assertEquals(1, one.recall(), one.toString());
            assertEquals(1, one.alarmRate(), one.toString());
            assertTrue(one.fdr() <= 0.2, one.toString());
        }
        SelfTestResult.Null quiet = result.nulls().get(0);
        assertEquals(20, quiet.resplits());
        assertTrue(quiet.alarmRateLow() <= quiet.alarmRate() && quiet.alarmRate() <= quiet.alarmRateHigh());
        assertTrue(quiet.alarmRateLow() <= QUICK.fdr(), quiet.toString());
        assertEquals(result, run(plan, news));
    }

    @Test
    void aPictureUnlikeThePhotoIsNotFound() {
        SelfTestResult.Case blend =
                run(plan(CopyTransform.BLEND50), new ArrayList<>()).cases().get(0);
        SelfTestResult.Case exact =
                run(plan(CopyTransform.EXACT), new ArrayList<>()).cases().get(0);
        assertTrue(blend.recall() < exact.recall(), "recall is measured, not assumed: " + blend);
    }

    @Test
    void itsPlotIsAPictureOfWhatItFound() throws IOException {
        SelfTestResult.Case good = new SelfTestResult.Case("exact", 0.1, "good", 4, 2, 1, 0, 1);
        SelfTestResult.Case none = new SelfTestResult.Case("exact", 0.1, "good", 4, 2, 0, 0, 1);
        byte[] full = SelfTestPlot.recall(new SelfTestResult(List.of(good), List.of()), 0.1);
        byte[] empty = SelfTestPlot.recall(new SelfTestResult(List.of(none), List.of()), 0.1);
        BufferedImage high = ImageIO.read(new ByteArrayInputStream(full));
        BufferedImage low = ImageIO.read(new ByteArrayInputStream(empty));
        assertEquals(1400, high.getWidth());
        assertEquals(600, high.getHeight());
        int middle = high.getRGB(600, 300);
        assertTrue(middle != low.getRGB(600, 300), "the bar of recall 1 reaches the middle");
    }

    @Test
    void whatItCannotDoIsRefused() {
        float[][] rows = new float[20][4];
        for (int i = 0; i < rows.length; i++) {
            rows[i][i % 4] = i;
        }
        SelfTestSource features = SelfTestSource.of(FeatureRows.of("rows", rows), new int[20]);
        FeatureException flip = assertThrows(
                FeatureException.class,
                () -> SelfTest.run(features, photos(20, 12), alone(20), plan(CopyTransform.FLIP), QUICK, line -> {}));
        assertTrue(String.valueOf(flip.getMessage()).contains("found [flip]"), flip.toString());
        FeatureException few = assertThrows(
                FeatureException.class,
                () -> SelfTest.run(
                        features,
                        photos(20, 19),
                        List.of(List.of(0), range(1, 20)),
                        plan(CopyTransform.EXACT),
                        QUICK,
                        line -> {}));
        assertTrue(
                String.valueOf(few.getMessage()).contains("near-duplicates counted once, found 2 and 0"),
                few.toString());
    }

    private static List<Integer> range(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }
}
