package dev.flawsmith.cli;

import dev.flawsmith.dataset.LabelledFile;
import dev.flawsmith.evaluation.Evaluation;
import dev.flawsmith.evaluation.EvaluationReport;
import dev.flawsmith.evaluation.EvaluationSettings;
import dev.flawsmith.evaluation.EvaluationSource;
import dev.flawsmith.evaluation.features.FeatureCache;
import dev.flawsmith.evaluation.report.EvaluationPage;
import dev.flawsmith.evaluation.report.Picture;
import dev.flawsmith.image.ImageDecoder;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.UnreadableImageException;
import dev.flawsmith.model.FeatureEncoder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * An evaluation from opened sides to its files, for whoever asks: the command line or a server's job.
 *
 * @param other the floor; null for none
 * @param encoder a name that {@link Encoders} knows
 * @param features folder where features are kept
 * @param step called after the comparison, and after the files
 * @param err news, warnings, and what was written
 */
record EvaluationRun(
        EvaluationSource real,
        EvaluationSource generated,
        @Nullable EvaluationSource other,
        EvaluationSettings settings,
        String encoder,
        Path features,
        Runnable step,
        PrintWriter err) {
    static final String DOCUMENT = "evaluation.json";
    private static final int SAMPLES = 12;

    /** @param folder for {@value #DOCUMENT}, the page and its plots; null for none */
    EvaluationReport run(@Nullable OutputFolder folder) throws IOException, UnreadableImageException {
        FeatureCache cache = new FeatureCache(features, line -> err.println(line));
        EvaluationReport report;
        try (FeatureEncoder opened = Encoders.open(encoder)) {
            report = new Evaluation(cache, opened, settings).run(real, generated, other);
        }
        report.warnings().forEach(warning -> err.println("warning: " + warning));
        step.run();
        if (folder != null) {
            err.println("wrote " + folder.write(DOCUMENT, JsonOutput.file(report)));
            Map<String, List<Picture>> samples = new LinkedHashMap<>();
            addSamples(samples, "synthetic", generated);
            addSamples(samples, "reference", real);
            addSamples(samples, "floor", other);
            PageFiles.write(folder, EvaluationPage.of(report, samples), err);
            step.run();
        }
        return report;
    }

    /** A dozen images of a set, drawn by lot; none of an array. */
    private void addSamples(Map<String, List<Picture>> samples, String side, @Nullable EvaluationSource source)
            throws UnreadableImageException {
        if (!(source instanceof EvaluationSource.Images images)) {
            return;
        }
        List<LabelledFile> files = images.set().files();
        List<Picture> pictures = new ArrayList<>();
        int[] chosen = new SplittableRandom(settings.seed())
                .ints(0, files.size())
                .distinct()
                .limit(Math.min(SAMPLES, files.size()))
                .toArray();
        for (int index : chosen) {
            LabelledFile file = files.get(index);
            byte[] bytes = ImageDecoder.readBytes(file.path(), images.set().limits());
            PixelImage image =
                    ImageDecoder.decode(bytes, file.name(), images.set().limits());
            pictures.add(new Picture(image, file.name()));
        }
        samples.put(side + ": " + images.set().name(), pictures);
    }
}
