package dev.flawsmith.cli;

import dev.flawsmith.dataset.Photo;
import dev.flawsmith.image.ContactSheet;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.Png;
import dev.flawsmith.model.EdmPreconditioning;
import dev.flawsmith.model.ImageShape;
import dev.flawsmith.model.djl.DjlDenoiser;
import dev.flawsmith.training.LossHistory;
import dev.flawsmith.training.Preparation;
import dev.flawsmith.training.SampleSheet;
import dev.flawsmith.training.TrainingListener;
import dev.flawsmith.training.TrainingRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import me.tongfei.progressbar.ProgressBar;

/** Tells how a run goes: a progress bar, the loss curve, and at every checkpoint a sheet of samples. */
final class TrainingNews implements TrainingListener {
    private static final int PER_CLASS = 4;
    private static final int BESIDE = 8;

    private final TrainingRun run;
    private final Preparation prepared;
    private final OutputFolder folder;
    private final LossHistory history;
    private final TrainingBar bar;
    private final SampleSheet.Settings quick;

    /** @param quick how the samples of every checkpoint are drawn */
    TrainingNews(
            TrainingRun run,
            Preparation prepared,
            OutputFolder folder,
            LossHistory history,
            ProgressBar bar,
            SampleSheet.Settings quick) {
        this.run = run;
        this.prepared = prepared;
        this.folder = folder;
        this.history = history;
        this.bar = new TrainingBar(bar);
        this.quick = quick;
    }

    @Override
    public void stepped(Progress progress) {
        history.add(progress);
        double loss = Double.isNaN(history.latest()) ? progress.loss() : history.latest();
        bar.stepped(progress.images(), progress.share(), String.format(Locale.ROOT, "loss %.4f", loss));
    }

    /** The steps are done, the package is not. */
    void packaging() {
        bar.packaging();
    }

    @Override
    public void checkpointed(Progress progress, float[] average) {
        try {
            folder.write("loss.csv", history.csv().getBytes(java.nio.charset.StandardCharsets.UTF_8));
            if (history.chart().length > 0) {
                folder.write("loss.png", history.chart());
            }
            folder.write("samples.png", Png.encode(sheet(average, quick, PER_CLASS), Map.of()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Eight samples of each class and, after a gap, eight holdout photos of it, for the eye of whoever owns the photos:
     * kept with the run, never in the package.
     */
    void besideHoldout(float[] average, List<Photo> holdout) throws IOException {
        try (DjlDenoiser denoiser =
                DjlDenoiser.create(run.network(), average, new EdmPreconditioning(run.sigmaData()), run.device())) {
            SampleSheet sheet = new SampleSheet(denoiser, prepared.decoding(), quick);
            List<List<PixelImage>> rows = new ArrayList<>();
            for (int c = 0; c < prepared.photos().classes().size(); c++) {
                int index = c;
                List<PixelImage> row = new ArrayList<>(sheet.samples(c, BESIDE, 1));
                ImageShape shape = prepared.decoding().shape();
                row.add(new PixelImage(shape.width(), shape.height(), shape.channels(), new byte[shape.size()]));
                holdout.stream()
                        .filter(photo -> photo.classIndex() == index)
                        .limit(BESIDE)
                        .forEach(photo -> row.add(photo.image()));
                rows.add(row);
            }
            folder.write("beside-holdout.png", Png.encode(ContactSheet.layOut(rows), Map.of()));
        }
    }

    /** One row a class, drawn from averaged weights. */
    PixelImage sheet(float[] average, SampleSheet.Settings settings, int perClass) {
        try (DjlDenoiser denoiser =
                DjlDenoiser.create(run.network(), average, new EdmPreconditioning(run.sigmaData()), run.device())) {
            SampleSheet sheet = new SampleSheet(denoiser, prepared.decoding(), settings);
            List<List<PixelImage>> rows = new ArrayList<>();
            for (int c = 0; c < prepared.photos().classes().size(); c++) {
                rows.add(sheet.samples(c, perClass, 1));
            }
            return ContactSheet.layOut(rows);
        }
    }
}
