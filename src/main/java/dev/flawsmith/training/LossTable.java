package dev.flawsmith.training;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the steps of a run tell, averaged over blocks of steps, as {@code loss.csv}. A resumed run reads the file and goes on,
 * forgetting what lies after its checkpoint.
 */
public final class LossTable {
    /** Steps a block. */
    public static final int BLOCK = 50;

    /** Of a line: step, images, then the values. */
    private static final int BEFORE = 2;

    private final List<String> names;
    private final List<Row> rows = new ArrayList<>();
    private final double[] sums;
    private long lastStep;
    private long lastImages;
    private int count;

    private record Row(long step, long images, List<Double> means) {
        String line() {
            StringBuilder line = new StringBuilder().append(step).append(',').append(images);
            means.forEach(mean -> line.append(',').append(mean.floatValue()));
            return line.append('\n').toString();
        }
    }

    /**
     * Of a run that has not begun.
     *
     * @param names of the values that every step tells
     */
    public LossTable(List<String> names) {
        this.names = List.copyOf(names);
        this.sums = new double[names.size()];
    }

    /**
     * Takes a step's values.
     *
     * @param step steps done, this one included
     * @param images seen
     * @param values in the order of the names
     */
    public void add(long step, long images, List<Double> values) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += values.get(i);
        }
        count++;
        lastStep = step;
        lastImages = images;
        if (count == BLOCK) {
            rows.add(block());
            Arrays.fill(sums, 0);
            count = 0;
        }
    }

    private Row block() {
        return new Row(
                lastStep,
                lastImages,
                Arrays.stream(sums).mapToObj(sum -> sum / count).toList());
    }

    /** Whole blocks and, after them, the steps since: what a run that ends now has to show. */
    private List<Row> all() {
        if (count == 0) {
            return rows;
        }
        List<Row> all = new ArrayList<>(rows);
        all.add(block());
        return all;
    }

    /** Whether there is nothing yet. */
    public boolean isEmpty() {
        return all().isEmpty();
    }

    /** Means over the latest whole block, before there is one over the steps so far; NaN before any step. In the names' order. */
    public List<Double> latest() {
        List<Row> known = rows.isEmpty() ? all() : rows;
        return known.isEmpty()
                ? names.stream().map(name -> Double.NaN).toList()
                : known.get(known.size() - 1).means();
    }

    /** Images seen at the end of every block. */
    public double[] images() {
        return all().stream().mapToDouble(Row::images).toArray();
    }

    /** A value's means over every block. */
    public double[] column(int value) {
        return all().stream().mapToDouble(row -> row.means().get(value)).toArray();
    }

    /** Reads a table written by {@link #csv()}, up to and with a step. */
    public static LossTable read(List<String> names, Path file, long upToStep) throws IOException {
        LossTable table = new LossTable(names);
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            List<String> cells = List.of(line.split(",", -1));
            if (line.equals(table.header()) || cells.size() != BEFORE + names.size()) {
                continue;
            }
            Row row = new Row(
                    Long.parseLong(cells.get(0)),
                    Long.parseLong(cells.get(1)),
                    cells.subList(BEFORE, cells.size()).stream()
                            .map(Double::valueOf)
                            .toList());
            if (row.step() <= upToStep) {
                table.rows.add(row);
            }
        }
        return table;
    }

    private String header() {
        return "step,images," + String.join(",", names);
    }

    /** One line a block, the steps since the last whole one included. */
    public String csv() {
        StringBuilder text = new StringBuilder(header()).append('\n');
        all().forEach(row -> text.append(row.line()));
        return text.toString();
    }
}
