package dev.flawsmith.training;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import javax.imageio.ImageIO;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Losses over the images seen, as a picture. */
public final class LossChart {
    private static final int WIDTH = 800;
    private static final int HEIGHT = 420;

    private LossChart() {}

    /**
     * A PNG.
     *
     * @param images seen, of every point
     * @param series values of every point, by what they are called, in the order of the legend
     * @param logarithmic whether the losses are all above 0 and span decades
     */
    public static byte[] png(
            String title, String loss, double[] images, Map<String, double[]> series, boolean logarithmic) {
        double[] thousands = images.clone();
        for (int i = 0; i < thousands.length; i++) {
            thousands[i] /= 1000;
        }
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .xAxisTitle("images seen, thousands")
                .yAxisTitle(loss)
                .build();
        chart.getStyler().setYAxisLogarithmic(logarithmic);
        series.forEach(
                (name, values) -> chart.addSeries(name, thousands, values).setMarker(SeriesMarkers.NONE));
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try {
            ImageIO.write(BitmapEncoder.getBufferedImage(chart), "png", png);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return png.toByteArray();
    }
}
