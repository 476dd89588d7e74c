package dev.flawsmith.evaluation.report;

import java.awt.Color;
import java.awt.Font;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A plot as PNG: its file's name without ending, its bytes, and what it shows. Immutable. */
public final class Plot {
    private static final int WIDTH = 720;
    private static final int HEIGHT = 360;
    private static final int FONT_SIZE = 14;
    private static final int BINS = 40;
    /** Okabe and Ito's blue, vermilion, green and purple: told apart by colour-blind readers. */
    private static final List<Color> COLOURS =
            List.of(new Color(0x0072B2), new Color(0xD55E00), new Color(0x009E73), new Color(0xCC79A7));

    private final String name;
    private final byte[] png;
    private final String caption;

    private Plot(String name, byte[] png, String caption) {
        this.name = name;
        this.png = png;
        this.caption = caption;
    }

    /** The file's name, without {@code .png}. */
    public String name() {
        return name;
    }

    /** A copy. */
    public byte[] png() {
        return png.clone();
    }

    /** What it shows; also what is read aloud. */
    public String caption() {
        return caption;
    }

    /**
     * Distributions as shares over common bins of equal width.
     *
     * @param name the file's name, without ending
     * @param xTitle what is counted, with its unit
     * @param values a name and finite numbers a series, in drawing order; a series without numbers is left out
     * @throws IllegalArgumentException if there is no number at all
     */
    public static Plot histogram(String name, String xTitle, Map<String, double[]> values, String caption) {
        double[] all = values.values().stream().flatMapToDouble(Arrays::stream).toArray();
        if (all.length == 0) {
            throw new IllegalArgumentException("expected numbers to plot in " + name + ", found none");
        }
        double low = Arrays.stream(all).min().getAsDouble();
        double high = Arrays.stream(all).max().getAsDouble();
        double width = high > low ? (high - low) / BINS : 1;
        XYChart chart = chart(xTitle, "share of the set");
        chart.getStyler().setDefaultSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.StepArea);
        values.forEach((series, numbers) -> {
            if (numbers.length > 0) {
                addShares(chart, series, numbers, low, width);
            }
        });
        return new Plot(name, png(chart), caption);
    }

    /**
     * Lines over common positions.
     *
     * @param x positions, ascending
     * @param lines a name and one number a position each, in drawing order
     */
    public static Plot lines(String name, Axes axes, double[] x, Map<String, double[]> lines, String caption) {
        XYChart chart = chart(axes.x(), axes.y());
        chart.getStyler().setYAxisLogarithmic(axes.logarithmic());
        lines.forEach((series, numbers) -> chart.addSeries(series, x, numbers).setMarker(SeriesMarkers.CIRCLE));
        return new Plot(name, png(chart), caption);
    }

    /** What stands beside the axes of {@link #lines}, and whether the vertical one is logarithmic. */
    public record Axes(String x, String y, boolean logarithmic) {}

    private static void addShares(XYChart chart, String series, double[] numbers, double low, double width) {
        double[] shares = new double[BINS];
        for (double number : numbers) {
            shares[Math.min(BINS - 1, (int) ((number - low) / width))] += 1.0 / numbers.length;
        }
        double[] edges = new double[BINS + 1];
        double[] steps = new double[BINS + 1];
        for (int bin = 0; bin <= BINS; bin++) {
            edges[bin] = low + bin * width;
            steps[bin] = bin < BINS ? shares[bin] : 0;
        }
        chart.addSeries(series, edges, steps).setMarker(SeriesMarkers.NONE);
    }

    private static XYChart chart(String xTitle, String yTitle) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .xAxisTitle(xTitle)
                .yAxisTitle(yTitle)
                .build();
        chart.getStyler().setLegendPosition(Styler.LegendPosition.InsideNE);
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        chart.getStyler().setPlotBorderVisible(false);
        chart.getStyler().setXAxisDecimalPattern("#0.###");
        Font font = new Font(Font.SANS_SERIF, Font.PLAIN, FONT_SIZE);
        chart.getStyler().setAxisTitleFont(font);
        chart.getStyler().setAxisTickLabelsFont(font);
        chart.getStyler().setLegendFont(font);
        chart.getStyler()
                .setSeriesColors(COLOURS.stream()
                        .map(colour -> new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), 150))
                        .toArray(Color[]::new));
        return chart;
    }

    private static byte[] png(XYChart chart) {
        BufferedImage picture = BitmapEncoder.getBufferedImage(chart);
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try {
            ImageIO.write(picture, "png", png);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return png.toByteArray();
    }
}
