package dev.flawsmith.training.generator;

import dev.flawsmith.training.LossChart;
import dev.flawsmith.training.LossTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A method's losses over a run as {@code loss.csv} and {@code loss.png}. */
public final class GeneratorHistory {
    private final Losses losses;
    private final LossTable table;

    /** Of a run that has not begun. */
    public GeneratorHistory(Losses losses) {
        this(losses, new LossTable(losses.names()));
    }

    private GeneratorHistory(Losses losses, LossTable table) {
        this.losses = losses;
        this.table = table;
    }

    /** Takes a step's losses. */
    public void add(GeneratorListener.Progress progress) {
        table.add(progress.position().step(), progress.position().images(), progress.losses());
    }

    /** Means over the latest whole block, before there is one over the steps so far, by name; NaN before any step. */
    public Map<String, Double> latest() {
        Map<String, Double> latest = new LinkedHashMap<>();
        for (int i = 0; i < losses.names().size(); i++) {
            latest.put(losses.names().get(i), table.latest().get(i));
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
        return new GeneratorHistory(losses, LossTable.read(losses.names(), file, upToStep));
    }

    /** One line a block, the steps since the last whole one included. */
    public String csv() {
        return table.csv();
    }

    /** A chart as PNG; empty before the first step. */
    public byte[] chart() {
        if (table.isEmpty()) {
            return new byte[0];
        }
        Map<String, double[]> series = new LinkedHashMap<>();
        for (int i = 0; i < losses.charted(); i++) {
            series.put(losses.names().get(i).replace('_', ' '), table.column(i));
        }
        return LossChart.png(
                losses.title() + ", means of " + LossTable.BLOCK + " steps", "loss", table.images(), series, false);
    }
}
