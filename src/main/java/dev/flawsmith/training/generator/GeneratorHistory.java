package dev.flawsmith.training.generator;

import dev.flawsmith.training.LossChart;
import dev.flawsmith.training.TrainingLoop;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A method's losses over a run, averaged over blocks of steps, as {@code loss.csv} and {@code loss.png}. A resumed run reads the
 * file and goes on, forgetting what lies after its checkpoint.
 */
public final class GeneratorHistory {
    private static final int BLOCK = 50;
    /** Of a line: step, images, then the losses. */
    private static final int BEFORE = 2;

    private final Losses losses;
    private final List<Row> rows = new ArrayList<>();
    private final double[] sums;
    private TrainingLoop.@Nullable Position last;
    private int count;

    private record Row(long step, long images, List<Double> means) {
        String line() {
            StringBuilder line = new StringBuilder().append(step).append(',').append(images);
            means.forEach(mean -> line.append(String.format(Locale.ROOT, ",%.6g", mean)));
            return line.toString();
        }
    }

    /** Of a run that has not begun. */
    public GeneratorHistory(Losses losses) {
        this.losses = losses;
        this.sums = new double[losses.names().size()];
    }

    /** Takes a step's losses. */
    public void add(GeneratorListener.Progress progress) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += progress.losses().get(i);
        }
        count++;
        last = progress.position();
        if (count == BLOCK) {
            rows.add(block(progress.position()));
            Arrays.fill(sums, 0);
            count = 0;
        }
    }

    private Row block(TrainingLoop.Position position) {
        List<Double> means = Arrays.stream(sums).mapToObj(sum -> sum / count).toList();
        return new Row(position.step(), position.images(), means);
    }

    /** Whole blocks and, after them, the steps since. */
    private List<Row> all() {
        TrainingLoop.Position position = last;
        if (count == 0 || position == null) {
            return rows;
        }
        List<Row> all = new ArrayList<>(rows);
        all.add(block(position));
        return all;
    }

    /** Means over the latest whole block, before there is one over the steps so far, by name; NaN before any step. */
    public Map<String, Double> latest() {
        List<Row> known = rows.isEmpty() ? all() : rows;
        Map<String, Double> latest = new LinkedHashMap<>();
        for (int i = 0; i < sums.length; i++) {
            double mean = known.isEmpty()
                    ? Double.NaN
                    : known.get(known.size() - 1).means().get(i);
            latest.put(losses.names().get(i), mean);
        }
        return latest;
    }

    /** The same in words: {@code discriminator loss 1.52, …}. */
    public String describe() {
        return describe(latest());
    }

    /** Means by name, in words. */
    public static String describe(Map<String, Double> means) {
        List<String> words = new ArrayList<>();
        means.forEach((name, mean) -> words.add(String.format(Locale.ROOT, "%s %.3g", name.replace('_', ' '), mean)));
        return String.join(", ", words);
    }

    /** Reads a history written by {@link #csv()}, up to and with a step. */
    public static GeneratorHistory read(Losses losses, Path file, long upToStep) throws IOException {
        GeneratorHistory history = new GeneratorHistory(losses);
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            List<String> cells = List.of(line.split(",", -1));
            if (line.equals(history.header()) || cells.size() != BEFORE + history.sums.length) {
                continue;
            }
            Row row = new Row(
                    Long.parseLong(cells.get(0)),
                    Long.parseLong(cells.get(1)),
                    cells.subList(BEFORE, cells.size()).stream()
                            .map(Double::valueOf)
                            .toList());
            if (row.step() <= upToStep) {
                history.rows.add(row);
            }
        }
        return history;
    }

    private String header() {
        return "step,images," + String.join(",", losses.names());
    }

    /** One line a block, the steps since the last whole one included. */
    public String csv() {
        StringBuilder text = new StringBuilder(header()).append('\n');
        all().forEach(row -> text.append(row.line()).append('\n'));
        return text.toString();
    }

    /** A chart as PNG; empty before the first step. */
    public byte[] chart() {
        List<Row> all = all();
        if (all.isEmpty()) {
            return new byte[0];
        }
        Map<String, double[]> series = new LinkedHashMap<>();
        for (int i = 0; i < losses.charted(); i++) {
            int column = i;
            series.put(
                    losses.names().get(i).replace('_', ' '),
                    all.stream().mapToDouble(row -> row.means().get(column)).toArray());
        }
        return LossChart.png(
                losses.title() + ", means of " + BLOCK + " steps",
                "loss",
                all.stream().mapToDouble(Row::images).toArray(),
                series,
                false);
    }
}
