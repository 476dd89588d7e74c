package dev.flawsmith.evaluation.report;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.evaluation.ClassKernelDistance;
import dev.flawsmith.evaluation.EvaluationReport;
import dev.flawsmith.evaluation.EvaluationSettings;
import dev.flawsmith.evaluation.Fidelity;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.math.FeatureRows;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class EvaluationPageTest {
    private static final EvaluationSettings SETTINGS = new EvaluationSettings(5, 0, 0);
    private static final EvaluationReport.SetSummary SET =
            new EvaluationReport.SetSummary("out <1>", 40, "0f", Map.of("scratch", 40));

    @Test
    void saysTheDistanceOverItsFloorFirst() {
        Fidelity fidelity = Fidelity.of(rows(1), rows(2), SETTINGS);
        EvaluationReport.Floor floor =
                new EvaluationReport.Floor(fidelity, fidelity, 1.25, Map.of("scratch", 40), null, SET);
        String page = HtmlReport.render(EvaluationPage.of(report(fidelity, floor), Map.of()));
        assertTrue(page.contains("<h1 class=\"neutral\">Fréchet distance 1.25 times that of other real images"), page);
        assertTrue(page.contains("as many as the floor"));
        assertTrue(page.contains("one warning"));
        assertTrue(page.contains("out &lt;1&gt;"));
        assertTrue(page.contains("scratch"));
    }

    @Test
    void withoutAFloorItSaysThatOneIsMissing() {
        Fidelity fidelity = Fidelity.of(rows(1), rows(2), SETTINGS);
        PixelImage image = new PixelImage(1, 1, 1, new byte[1]);
        String page = HtmlReport.render(
                EvaluationPage.of(report(fidelity, null), Map.of("synthetic", List.of(new Picture(image, "a.png")))));
        assertTrue(page.contains("without other real images as a floor"));
        assertTrue(page.contains("Random samples"));
        assertFalse(page.contains("as many as the floor"));
    }

    private static EvaluationReport report(Fidelity fidelity, EvaluationReport.@Nullable Floor floor) {
        return new EvaluationReport(
                "pixel",
                "p/1",
                "00",
                6,
                fidelity,
                Map.of("scratch", new ClassKernelDistance(null, 1, 40)),
                floor,
                null,
                SET,
                SET,
                0,
                List.of("one warning"));
    }

    private static FeatureRows rows(long seed) {
        Random random = new Random(seed);
        float[][] rows = new float[40][6];
        for (float[] row : rows) {
            for (int j = 0; j < row.length; j++) {
                row[j] = (float) random.nextGaussian();
            }
        }
        return FeatureRows.of("rows", rows);
    }
}
