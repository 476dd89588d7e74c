package dev.flawsmith.cli;

import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;

/** The progress bar of a training run: the share of the budget, images, images a second since this start, and losses. */
final class TrainingBar {
    private final ProgressBar bar;
    private final long began = System.nanoTime();
    private long firstImages = -1;

    TrainingBar(ProgressBar bar) {
        this.bar = bar;
    }

    /**
     * A step is done.
     *
     * @param images seen, over all resumptions
     * @param share of the budget, in [0, 1]
     * @param losses in words
     */
    void stepped(long images, double share, String losses) {
        if (firstImages < 0) {
            firstImages = images;
        }
        double rate = (images - firstImages) / ((System.nanoTime() - began) / 1e9);
        bar.stepTo((long) (share * ProgressLine.THOUSANDTHS));
        bar.setExtraMessage(String.format(Locale.ROOT, " %,d images, %.1f images/s, %s", images, rate, losses));
    }

    /** The steps are done, the package is not. */
    void packaging() {
        bar.setExtraMessage(
                firstImages < 0 ? " the budget was spent before: writing the model again" : " writing the model");
    }
}
