package dev.flawsmith.training.gan;

import dev.flawsmith.training.LossChart;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Both losses over a run, averaged over blocks of steps, as {@code loss.csv} and {@code loss.png}. A resumed run reads the file
 * and goes on, forgetting what lies after its checkpoint.
 */
public final class GanHistory {
    private static final String HEADER = "step,images,discriminator_loss,generator_loss,told";
    private static final int BLOCK = 50;

    private final List<Row> rows = new ArrayList<>();
    private GanListener.@Nullable Progress last;
    private double discriminator;
    private double generator;
    private double told;
    private int count;

    private record Row(long step, long images, double discriminator, double generator, double told) {
        String line() {
            return String.format(Locale.ROOT, "%d,%d,%.6g,%.6g,%.4f", step, images, discriminator, generator, told);
        }
    }

    /** Takes a step's losses. */
    public void add(GanListener.Progress progress) {
        discriminator += progress.discriminatorLoss();
        generator += progress.generatorLoss();
        told += progress.told();
        count++;
        last = progress;
        if (count == BLOCK) {
            rows.add(block(progress));
            discriminator = 0;
            generator = 0;
            told = 0;
            count = 0;
        }
    }

    private Row block(GanListener.Progress progress) {
        return new Row(progress.step(), progress.images(), discriminator / count, generator / count, told / count);
    }

    /** Whole blocks and, after them, the steps since. */
    private List<Row> all() {
        GanListener.Progress progress = last;
        if (count == 0 || progress == null) {
            return rows;
        }
        List<Row> all = new ArrayList<>(rows);
        all.add(block(progress));
        return all;
    }

    private @Nullable Row latest() {
        List<Row> known = rows.isEmpty() ? all() : rows;
        return known.isEmpty() ? null : known.get(known.size() - 1);
    }

    /** Mean of the discriminator's loss over the latest block, or NaN before any step. */
    public double discriminatorLoss() {
        Row row = latest();
        return row == null ? Double.NaN : row.discriminator();
    }

    /** Mean of the generator's loss over the latest block, or NaN before any step. */
    public double generatorLoss() {
        Row row = latest();
        return row == null ? Double.NaN : row.generator();
    }

    /** Mean share of images that the discriminator told over the latest block, or NaN before any step. */
    public double told() {
        Row row = latest();
        return row == null ? Double.NaN : row.told();
    }

    /** Reads a history written by {@link #csv()}, up to and with a step. */
    public static GanHistory read(Path file, long upToStep) throws IOException {
        GanHistory history = new GanHistory();
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            String[] cells = line.split(",", -1);
            if (line.equals(HEADER) || cells.length != 5) {
                continue;
            }
            Row row = new Row(
                    Long.parseLong(cells[0]),
                    Long.parseLong(cells[1]),
                    Double.parseDouble(cells[2]),
                    Double.parseDouble(cells[3]),
                    Double.parseDouble(cells[4]));
            if (row.step() <= upToStep) {
                history.rows.add(row);
            }
        }
        return history;
    }

    /** One line a block, the steps since the last whole one included. */
    public String csv() {
        StringBuilder text = new StringBuilder(HEADER).append('\n');
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
        series.put("discriminator", all.stream().mapToDouble(Row::discriminator).toArray());
        series.put("generator", all.stream().mapToDouble(Row::generator).toArray());
        return LossChart.png(
                "Hinge losses, means of " + BLOCK + " steps",
                "loss",
                all.stream().mapToDouble(Row::images).toArray(),
                series,
                false);
    }
}
