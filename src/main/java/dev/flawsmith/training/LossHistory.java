package dev.flawsmith.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The loss of a denoiser's run as {@code loss.csv} and {@code loss.png}. */
public final class LossHistory {
    private static final List<String> NAMES = List.of("loss", "learning_rate");
    private static final double SMOOTH = 0.1;

    private final LossTable table;

    /** Of a run that has not begun. */
    public LossHistory() {
        this(new LossTable(NAMES));
    }

    private LossHistory(LossTable table) {
        this.table = table;
    }

    /** Takes a step's loss. */
    public void add(TrainingListener.Progress progress) {
        table.add(progress.step(), progress.images(), List.of(progress.loss(), progress.learningRate()));
    }

    /** Mean loss of the latest whole block, before there is one of the steps so far, or NaN before any. */
    public double latest() {
        return table.latest().get(0);
    }

    /** Reads a history written by {@link #csv()}, up to and with a step. */
    public static LossHistory read(Path file, long upToStep) throws IOException {
        return new LossHistory(LossTable.read(NAMES, file, upToStep));
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
        double[] loss = table.column(0);
        Map<String, double[]> series = new LinkedHashMap<>();
        series.put("mean of " + LossTable.BLOCK + " steps", loss);
        series.put("smoothed", smooth(loss));
        return LossChart.png("Training loss", "weighted denoising error", table.images(), series, true);
    }

    private static double[] smooth(double[] loss) {
        double[] smooth = loss.clone();
        for (int i = 1; i < smooth.length; i++) {
            smooth[i] = smooth[i - 1] + SMOOTH * (loss[i] - smooth[i - 1]);
        }
        return smooth;
    }
}
