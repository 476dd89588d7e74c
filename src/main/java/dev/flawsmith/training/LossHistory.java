package dev.flawsmith.training;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The loss over a run, averaged over blocks of steps, as {@code loss.csv} and {@code loss.png}. A resumed run reads the
 * file and goes on, forgetting what lies after its checkpoint.
 */
public final class LossHistory {
    private static final String HEADER = "step,images,loss,learning_rate";
    private static final int BLOCK = 50;
    private static final double SMOOTH = 0.1;

    private final List<Row> rows = new ArrayList<>();
    private TrainingListener.@Nullable Progress last;
    private double sum;
    private int count;

    private record Row(long step, long images, double loss, double learningRate) {}

    /** Takes a step's loss. */
    public void add(TrainingListener.Progress progress) {
        sum += progress.loss();
        count++;
        last = progress;
        if (count == BLOCK) {
            rows.add(block(progress));
            sum = 0;
            count = 0;
        }
    }

    private Row block(TrainingListener.Progress progress) {
        return new Row(progress.step(), progress.images(), sum / count, progress.learningRate());
    }

    /** Whole blocks and, after them, the steps since: what a run that ends now has to show. */
    private List<Row> all() {
        TrainingListener.Progress progress = last;
        if (count == 0 || progress == null) {
            return rows;
        }
        List<Row> all = new ArrayList<>(rows);
        all.add(block(progress));
        return all;
    }

    /** Mean loss of the latest whole block, before there is one of the steps so far, or NaN before any. */
    public double latest() {
        List<Row> known = rows.isEmpty() ? all() : rows;
        return known.isEmpty() ? Double.NaN : known.get(known.size() - 1).loss();
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

    /** One line a block, the steps since the last whole one included. */
    public String csv() {
        StringBuilder text = new StringBuilder(HEADER).append('\n');
        for (Row row : all()) {
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

    /** A chart as PNG; empty before the first step. */
    public byte[] chart() {
        List<Row> all = all();
        if (all.isEmpty()) {
            return new byte[0];
        }
        double[] loss = all.stream().mapToDouble(Row::loss).toArray();
        Map<String, double[]> series = new LinkedHashMap<>();
        series.put("mean of " + BLOCK + " steps", loss);
        series.put("smoothed", smooth(loss));
        return LossChart.png(
                "Training loss",
                "weighted denoising error",
                all.stream().mapToDouble(Row::images).toArray(),
                series,
                true);
    }

    private static double[] smooth(double[] loss) {
        double[] smooth = loss.clone();
        for (int i = 1; i < smooth.length; i++) {
            smooth[i] = smooth[i - 1] + SMOOTH * (loss[i] - smooth[i - 1]);
        }
        return smooth;
    }
}
