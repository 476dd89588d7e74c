package dev.flawsmith.evaluation.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.image.PixelImage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class HtmlReportTest {
    private static final PixelImage DARK = new PixelImage(2, 1, 1, new byte[] {10, 20});
    private static final PixelImage LIGHT = new PixelImage(2, 1, 1, new byte[] {(byte) 200, 15});

    @Test
    void saysTheVerdictBeforeAnythingElseAndHoldsItsPictures() {
        String page = HtmlReport.render(report("Nothing was found."));
        assertTrue(page.indexOf("Nothing was found.") < page.indexOf("Figures"));
        assertTrue(page.contains("<h1 class=\"good\">"));
        assertTrue(page.contains("data:image/png;base64,"));
        assertTrue(page.contains("<th scope=\"row\">precision</th><td>0.9</td>"));
        assertTrue(page.contains("name=\"viewport\""));
    }

    @Test
    void asksTheNetworkForNothing() {
        String page = HtmlReport.render(report("Nothing was found."));
        assertFalse(page.contains("http:"), page);
        assertFalse(page.contains("https:"), page);
        assertFalse(page.contains("src=\"/"), page);
        assertFalse(page.contains("<script"), page);
    }

    @Test
    void fileNamesCannotBecomeMarkup() {
        String page = HtmlReport.render(report("<img src=x onerror=alert(1)> & co"));
        assertTrue(page.contains("&lt;img src=x onerror=alert(1)&gt; &amp; co"));
        assertFalse(page.contains("<img src=x"));
    }

    @Test
    void theSameReportGivesTheSameBytes() {
        assertEquals(HtmlReport.render(report("a")), HtmlReport.render(report("a")));
    }

    @Test
    void aDifferenceIsGreyWhereImagesAgree() {
        byte[] samples = Picture.difference(DARK, LIGHT, "").image().samples();
        assertArrayEquals(new byte[] {0, (byte) 138}, samples); // 128 + 2 (10 - 200) clipped, 128 + 2 (20 - 15)
        assertArrayEquals(
                new byte[] {(byte) 128, (byte) 128},
                Picture.difference(DARK, DARK, "").image().samples());
        PixelImage other = new PixelImage(1, 1, 1, new byte[] {1});
        assertThrows(IllegalArgumentException.class, () -> Picture.difference(DARK, other, ""));
    }

    @Test
    void aHistogramNeedsNumbers() {
        assertThrows(
                IllegalArgumentException.class, () -> Plot.histogram("h", "x", Map.of("empty", new double[0]), ""));
    }

    @Test
    void aTablesRowsHaveItsColumns() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new Section.Table("t", "", List.of("a", "b"), List.of(List.of("1"))));
    }

    private static Report report(String verdict) {
        Map<String, double[]> values = new LinkedHashMap<>();
        values.put("generated", new double[] {1, 2, 2, 3});
        values.put("holdout", new double[] {2, 4});
        values.put("none", new double[0]);
        Plot histogram = Plot.histogram("distances", "distance", values, "Distances");
        Plot lines = Plot.lines(
                "spectrum",
                new Plot.Axes("frequency", "power", true),
                new double[] {1, 2, 3},
                Map.of("real", new double[] {10, 5, 1}),
                "Spectrum");
        return new Report(
                "An audit",
                verdict,
                Report.Tone.GOOD,
                List.of(
                        new Section.Gallery(
                                "Suspects",
                                "Generated, photo, difference.",
                                List.of(new Section.Strip(
                                        List.of(
                                                new Picture(DARK, "dark.png"),
                                                Picture.difference(DARK, LIGHT, "difference")),
                                        "distance 0.1"))),
                        new Section.Plots("Distances", "", List.of(histogram, lines)),
                        new Section.Table(
                                "Figures", "", List.of("figure", "value"), List.of(List.of("precision", "0.9"))),
                        new Section.Text("Reproduce", List.of("seed 0"))));
    }
}
