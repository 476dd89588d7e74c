package dev.flawsmith.cli;

import dev.flawsmith.dataset.Photo;
import dev.flawsmith.image.ContactSheet;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.Png;
import dev.flawsmith.model.djl.DjlDevice;
import dev.flawsmith.model.djl.GeneratorNetwork;
import dev.flawsmith.training.Preparation;
import dev.flawsmith.training.TrainingPhotos;
import dev.flawsmith.training.gan.GanHistory;
import dev.flawsmith.training.gan.GanListener;
import dev.flawsmith.training.gan.GanRun;
import dev.flawsmith.training.gan.GanSamples;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import me.tongfei.progressbar.ProgressBar;

/** Tells how a GAN's run goes: a progress bar, the losses, and at every checkpoint a sheet of samples. */
final class GanNews implements GanListener {
    private static final int PER_CLASS = 8;

    private final GanRun run;
    private final Preparation prepared;
    private final OutputFolder folder;
    private final GanHistory history;
    private final ProgressBar bar;
    private final long began = System.nanoTime();
    private long firstImages = -1;

    GanNews(GanRun run, Preparation prepared, OutputFolder folder, GanHistory history, ProgressBar bar) {
        this.run = run;
        this.prepared = prepared;
        this.folder = folder;
        this.history = history;
        this.bar = bar;
    }

    @Override
    public void stepped(Progress progress) {
        if (firstImages < 0) {
            firstImages = progress.images();
        }
        history.add(progress);
        double rate = (progress.images() - firstImages) / ((System.nanoTime() - began) / 1e9);
        bar.stepTo((long) (progress.share() * ProgressLine.THOUSANDTHS));
        bar.setExtraMessage(String.format(
                Locale.ROOT,
                " %,d images, %.1f images/s, losses %.2f and %.2f, %.0f %% told",
                progress.images(),
                rate,
                history.discriminatorLoss(),
                history.generatorLoss(),
                100 * history.told()));
    }

    /** The steps are done, the package is not. */
    void packaging() {
        bar.setExtraMessage(
                firstImages < 0 ? " the budget was spent before: writing the model again" : " writing the model");
    }

    @Override
    public void checkpointed(Progress progress, float[] average) {
        try {
            folder.write("loss.csv", history.csv().getBytes(StandardCharsets.UTF_8));
            if (history.chart().length > 0) {
                folder.write("loss.png", history.chart());
            }
            folder.write("samples.png", Png.encode(sheet(average), Map.of()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One row a class, drawn from averaged weights. */
    PixelImage sheet(float[] average) {
        return ContactSheet.layOut(rows(average));
    }

    /**
     * Samples of each class and, after a gap, as many holdout photos of it, for the eye of whoever owns the photos: kept with
     * the run, never in the package.
     */
    void besideHoldout(float[] average, List<Photo> holdout) throws IOException {
        TrainingPhotos photos = prepared.photos();
        int size = photos.size();
        int channels = photos.channels();
        List<List<PixelImage>> rows = rows(average);
        for (int c = 0; c < rows.size(); c++) {
            int index = c;
            List<PixelImage> row = rows.get(c);
            row.add(new PixelImage(size, size, channels, new byte[size * size * channels]));
            holdout.stream()
                    .filter(photo -> photo.classIndex() == index)
                    .limit(PER_CLASS)
                    .forEach(photo -> row.add(photo.image()));
        }
        folder.write("beside-holdout.png", Png.encode(ContactSheet.layOut(rows), Map.of()));
    }

    private List<List<PixelImage>> rows(float[] average) {
        try (GeneratorNetwork generator =
                GeneratorNetwork.create(run.network(), average, DjlDevice.parse(run.device()), false)) {
            GanSamples samples = new GanSamples(generator, prepared.transfer());
            List<List<PixelImage>> rows = new ArrayList<>();
            for (int c = 0; c < prepared.photos().classes().size(); c++) {
                rows.add(new ArrayList<>(samples.of(c, PER_CLASS, 1)));
            }
            return rows;
        }
    }
}
