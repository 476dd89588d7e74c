package dev.flawsmith.training;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * The loss over a run, averaged over blocks of steps, as {@code loss.csv} and {@code loss.png}. A resumed run reads the
 * file and goes on, forgetting what lies after its checkpoint.
 */
public final class LossHistory {
    private static final String HEADER = "step,images,loss,learning_rate";
    private static final int BLOCK = 50;
    private static final int WIDTH = 800;
    private static final int HEIGHT = 420;
    private static final double SMOOTH = 0.1;

    private final List<Row> rows = new ArrayList<>();
    private double sum;
    private int count;

    private record Row(long step, long images, double loss, double learningRate) {}

    /** Takes a step's loss. */
    public void add(TrainingListener.Progress progress) {
        sum += progress.loss();
        count++;
        if (count == BLOCK) {
            rows.add(new Row(progress.step(), progress.images(), sum / count, progress.learningRate()));
            sum = 0;
            count = 0;
        }
    }

    /** Mean loss of the latest whole block, or NaN before there is one. */
    public double latest() {
        return rows.isEmpty() ? Double.NaN : rows.get(rows.size() - 1).loss();
    }

    /** Reads a history written by {@link #csv()}, up to and with a step. */
    public static LossHistory read(Path file, long upToStep) throws IOException {
        LossHistory history = new LossHistory();
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            String[] cells = line.split(",", -1);
            if (line.equals(HEADER) || cells.length != 4) {
                continue;
            }
            Row row = new Row(
                    Long.parseLong(cells[0]),
                    Long.parseLong(cells[1]),
                    Double.parseDouble(cells[2]),
                    Double.parseDouble(cells[3]));
            if (row.step() <= upToStep) {
                history.rows.add(row);
            }
        }
        return history;
    }

    /** One line a block. */
    public String csv() {
        StringBuilder text = new StringBuilder(HEADER).append('\n');
        for (Row row : rows) {
            text.append(row.step())
                    .append(',')
                    .append(row.images())
                    .append(',')
                    .append((float) row.loss())
                    .append(',')
                    .append((float) row.learningRate())
                    .append('\n');
        }
        return text.toString();
    }

    /** A chart as PNG; empty before the first whole block. */
    public byte[] chart() {
        if (rows.isEmpty()) {
            return new byte[0];
        }
        double[] images = rows.stream().mapToDouble(r -> r.images() / 1000.0).toArray();
        double[] loss = rows.stream().mapToDouble(Row::loss).toArray();
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title("Training loss")
                .xAxisTitle("images seen, thousands")
                .yAxisTitle("weighted denoising error")
                .build();
        chart.getStyler().setYAxisLogarithmic(true);
        chart.addSeries("mean of " + BLOCK + " steps", images, loss).setMarker(SeriesMarkers.NONE);
        chart.addSeries("smoothed", images, smooth(loss)).setMarker(SeriesMarkers.NONE);
        BufferedImage picture = BitmapEncoder.getBufferedImage(chart);
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try {
            ImageIO.write(picture, "png", png);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return png.toByteArray();
    }

    private static double[] smooth(double[] loss) {
        double[] smooth = loss.clone();
        for (int i = 1; i < smooth.length; i++) {
            smooth[i] = smooth[i - 1] + SMOOTH * (loss[i] - smooth[i - 1]);
        }
        return smooth;
    }
}
