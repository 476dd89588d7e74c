package dev.flawsmith.cli;

import dev.flawsmith.augmentation.DatasetVerifier;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.synthesis.Recipe;
import dev.flawsmith.synthesis.Synthesis;
import dev.flawsmith.synthesis.SynthesisListener;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionException;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;

/** {@code augment --verify}: a dataset's hashes, and pixels from recipes, with the engine, threads and bucket of then. */
final class DatasetVerification {
    private static final long REDRAWN = 8;
    private static final int LISTED = 20;

    private final ModelLibrary library;
    private final EngineWish wish;
    private final PrintWriter err;

    DatasetVerification(ModelLibrary library, EngineWish wish, PrintWriter err) {
        this.library = library;
        this.wish = wish;
        this.err = err;
    }

    /** What {@code --json} prints. */
    record Result(
            String dataset,
            boolean whole,
            long images,
            long files,
            long redrawn,
            long masksLeft,
            List<String> problems) {
        String text() {
            String head = String.format(
                    Locale.ROOT,
                    "%s: %s: %d images and %d other files compared, %d images drawn again",
                    dataset,
                    whole ? "whole" : "NOT whole",
                    images,
                    files,
                    redrawn);
            StringBuilder text = new StringBuilder(head);
            if (masksLeft > 0) {
                text.append("\n  masks of ")
                        .append(masksLeft)
                        .append(" images were not compared, whose pixels are off within the tolerance");
            }
            problems.stream()
                    .limit(LISTED)
                    .forEach(problem -> text.append("\n  ").append(problem));
            if (problems.size() > LISTED) {
                text.append("\n  and ").append(problems.size() - LISTED).append(" more");
            }
            return text.toString();
        }
    }

    Result run(Path folder, @Nullable String redraw, @Nullable Long image) {
        DatasetVerifier verifier = new DatasetVerifier(folder);
        long wanted = wanted(redraw, verifier.synthetic());
        verifier.hashes();
        long redrawn = 0;
        Map<Key, OpenModels> open = new HashMap<>();
        try (ProgressBar bar = ProgressLine.open("redraw", image == null ? wanted : 1, err)) {
            if (image != null || wanted > 0) {
                redrawn = verifier.redraw(
                        (recipe, photo) -> draw(recipe, photo, open),
                        wanted,
                        image,
                        Replay.TOLERANCE,
                        each -> bar.step());
            }
        } finally {
            open.values().forEach(OpenModels::close);
        }
        List<String> problems = verifier.problems();
        return new Result(
                folder.toString(),
                problems.isEmpty(),
                verifier.images(),
                verifier.files(),
                redrawn,
                verifier.masksLeft(),
                problems);
    }

    private static long wanted(@Nullable String redraw, long images) {
        if (redraw == null) {
            return Math.min(REDRAWN, images);
        }
        if (redraw.equals("all")) {
            return images;
        }
        try {
            long number = Long.parseLong(redraw);
            if (number >= 0) {
                return Math.min(number, images);
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new InputException("redraw", "redraw: expected a number of images or all, found " + redraw);
    }

    /** What a recipe needs open: a model as it was, and the size of a procedural one. */
    private record Key(String model, String engine, int bucket, String sha256) {}

    private DatasetVerifier.Redrawn draw(Recipe recipe, @Nullable PixelImage photo, Map<Key, OpenModels> open) {
        Key key = new Key(recipe.model(), recipe.engine(), recipe.bucket(), recipe.modelSha256());
        OpenModels models = open.computeIfAbsent(key, k -> open(recipe));
        try {
            return DatasetVerifier.Redrawn.of(models.synthesizer()
                    .replay(recipe, photo, null, SynthesisListener.NONE)
                    .images()
                    .join()
                    .get(0));
        } catch (CompletionException e) {
            throw Synthesis.failure(e);
        }
    }

    private OpenModels open(Recipe recipe) {
        Integer size =
                recipe.model().equals(ModelLibrary.PROCEDURAL) ? ProceduralModel.sizeOf(recipe.modelSha256()) : null;
        EngineWish same = recipe.steps() == 0
                ? wish
                : EngineWish.of(recipe.engine(), recipe.bucket()).with(wish.trust());
        return OpenModels.forGeneration(ModelChoice.find(library, recipe.model(), size), BatchSetting.GENERATE, same);
    }
}
