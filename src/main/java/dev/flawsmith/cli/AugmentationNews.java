package dev.flawsmith.cli;

import dev.flawsmith.augmentation.DatasetImage;
import dev.flawsmith.augmentation.DatasetListener;
import dev.flawsmith.augmentation.Rejection;
import java.io.PrintWriter;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;

/** A job's progress as a bar: images, rate, time left, refused candidates. */
final class AugmentationNews implements DatasetListener {
    private final ProgressBar bar;
    private final PrintWriter err;
    private long first = System.nanoTime();
    private long last = first;
    private long accepted;
    private long refused;

    AugmentationNews(ProgressBar bar, PrintWriter err) {
        this.bar = bar;
        this.err = err;
    }

    @Override
    public void resumed(long images) {
        err.println("going on after " + images + " images");
        bar.stepTo(images);
        first = System.nanoTime();
    }

    @Override
    public void accepted(DatasetImage image) {
        accepted++;
        last = System.nanoTime();
        bar.step();
        tell();
    }

    @Override
    public void rejected(long index, Rejection why) {
        refused++;
        tell();
    }

    private void tell() {
        bar.setExtraMessage(String.format(Locale.ROOT, " %.1f images/s, %,d refused", imagesPerSecond(), refused));
    }

    @Override
    public void says(String message) {
        err.println(message);
    }

    /** From the start, or from going on, to the last accepted image. */
    double imagesPerSecond() {
        return accepted == 0 ? 0 : accepted / Math.max(1e-9, (last - first) / 1e9);
    }
}
