package dev.flawsmith.evaluation.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.style.Styler;

/** A self-test as a picture: recall by transform, a bar a generator, at one rate. */
public final class SelfTestPlot {
    private static final int WIDTH = 1400;
    private static final int HEIGHT = 600;
    private static final int ROTATION = 45;

    private SelfTestPlot() {}

    /**
     * Draws it.
     *
     * @param rate one of the plan's, above 0, of which there are cases
     * @return a PNG file
     */
    public static byte[] recall(SelfTestResult result, double rate) {
        CategoryChart chart = new CategoryChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title("Recall of copied photos, " + rate + " of train copied")
                .yAxisTitle("recall")
                .build();
        chart.getStyler().setXAxisLabelRotation(ROTATION);
        chart.getStyler().setYAxisMin(0.0).setYAxisMax(1.0);
        chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideE);
        List<SelfTestResult.Case> cases = result.cases().stream()
                .filter(c -> c.rate() == rate && c.copies() > 0)
                .toList();
        cases.stream().map(SelfTestResult.Case::generator).distinct().forEach(generator -> {
            List<SelfTestResult.Case> of =
                    cases.stream().filter(c -> c.generator().equals(generator)).toList();
            chart.addSeries(
                    generator,
                    of.stream().map(SelfTestResult.Case::transform).toList(),
                    of.stream().map(SelfTestResult.Case::recall).toList());
        });
        try {
            return BitmapEncoder.getBitmapBytes(chart, BitmapEncoder.BitmapFormat.PNG);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
