package dev.flawsmith.cli;

import dev.flawsmith.dataset.Photo;
import dev.flawsmith.image.ContactSheet;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.Png;
import dev.flawsmith.model.djl.DjlDevice;
import dev.flawsmith.model.djl.GeneratorNetwork;
import dev.flawsmith.training.Preparation;
import dev.flawsmith.training.TrainingPhotos;
import dev.flawsmith.training.generator.GeneratorHistory;
import dev.flawsmith.training.generator.GeneratorListener;
import dev.flawsmith.training.generator.GeneratorRun;
import dev.flawsmith.training.generator.GeneratorSamples;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import me.tongfei.progressbar.ProgressBar;

/** Tells how a generator's run goes: a progress bar, the losses, and at every checkpoint a sheet of samples. */
final class GeneratorNews implements GeneratorListener {
    private static final int PER_CLASS = 8;

    private final GeneratorRun run;
    private final Preparation prepared;
    private final OutputFolder folder;
    private final GeneratorHistory history;
    private final TrainingBar bar;

    GeneratorNews(
            GeneratorRun run, Preparation prepared, OutputFolder folder, GeneratorHistory history, ProgressBar bar) {
        this.run = run;
        this.prepared = prepared;
        this.folder = folder;
        this.history = history;
        this.bar = new TrainingBar(bar);
    }

    @Override
    public void stepped(Progress progress) {
        history.add(progress);
        bar.stepped(progress.position().images(), progress.position().share(), history.describe());
    }

    /** The steps are done, the package is not. */
    void packaging() {
        bar.packaging();
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
            GeneratorSamples samples = new GeneratorSamples(generator, prepared.transfer());
            List<List<PixelImage>> rows = new ArrayList<>();
            for (int c = 0; c < prepared.photos().classes().size(); c++) {
                rows.add(new ArrayList<>(samples.of(c, PER_CLASS, 1)));
            }
            return rows;
        }
    }
}
