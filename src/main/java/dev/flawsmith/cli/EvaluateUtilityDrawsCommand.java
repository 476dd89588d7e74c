package dev.flawsmith.cli;

import dev.flawsmith.training.classifier.ClassifierConfig;
import dev.flawsmith.utility.DrawFolder;
import dev.flawsmith.utility.RealDraw;
import dev.flawsmith.utility.UtilityImages;
import dev.flawsmith.utility.UtilityPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code flawsmith evaluate utility-draws}: the draws of a study as folders that a generator can learn from. */
@Command(
        name = "utility-draws",
        description = {
            "Write each draw of evaluate utility as a dataset, OUT/draw-<d>/<class>/ with a splits.csv: the draw's photos as",
            "train, unused photos of train as holdout, none of test. Train a generator on each, and give its images to",
            "evaluate utility --synthetic."
        })
final class EvaluateUtilityDrawsCommand extends FlawsmithCommand {
    @Mixin
    final DrawOptions options = new DrawOptions();

    @Option(names = "--out", required = true, paramLabel = "OUT", description = "Where the draws go.")
    @SuppressWarnings("NullAway.Init")
    private Path out;

    private record Written(List<Draw> draws) {}

    private record Draw(String path, int train, int holdout) {}

    @Override
    public Integer call() throws IOException {
        OutputFolder.check("out", out);
        UtilityPlan plan = options.plan(1, List.of(1.0), null, ClassifierConfig.STANDARD);
        UtilityImages images = options.images(plan);
        List<Draw> written = new ArrayList<>();
        for (RealDraw draw : images.draws()) {
            try {
                Path folder = DrawFolder.write(draw, images.holdout(), out);
                int holdout = draw.unused().isEmpty()
                        ? images.holdout().size()
                        : draw.unused().size();
                written.add(new Draw(folder.toString(), draw.real().size(), holdout));
                err().println("wrote " + folder);
            } catch (IllegalArgumentException e) {
                throw DrawOptions.refused(e);
            }
        }
        print(new Written(written), written.size() + " draws in " + out);
        return Main.OK;
    }
}
