package dev.flawsmith.training;

import dev.flawsmith.model.ModelManifest;
import java.util.Locale;

/** What the model card of every trained model says alike: its images, the photos that it learnt from, and the run. */
public final class CardFacts {
    private CardFacts() {}

    /** {@code 64×64 grey images in 2 classes: crack, scratch}. */
    public static String images(ModelManifest manifest) {
        return String.format(
                Locale.ROOT,
                "%d×%d %s images in %d classes: %s",
                manifest.resolution(),
                manifest.resolution(),
                manifest.channels() == 1 ? "grey" : "RGB",
                manifest.classes().size(),
                String.join(", ", manifest.classes()));
    }

    /** {@code 1,648 (2 times each photo)}. */
    public static String timesSeen(ModelManifest manifest) {
        long images = manifest.training().images();
        return String.format(
                Locale.ROOT,
                "%,d (%.0f times each photo)",
                images,
                (double) images / manifest.data().photos());
    }

    /**
     * The table of data and run, without an end of line.
     *
     * @param seen what was seen and how much of it: {@code images seen | 1,648}
     * @param steps of what, at which rates
     */
    public static String table(ModelManifest manifest, String seen, String steps) {
        ModelManifest.TrainingData data = manifest.data();
        ModelManifest.Training training = manifest.training();
        return String.format(
                Locale.ROOT,
                """
                | | |
                |---|---|
                | data | %s |
                | licence of the data | %s |
                | split | `%s`, %d photos; `holdout` and `test` rows were never shown to it |
                | %s |
                | training time | %.2f hours |
                | seed | %d |
                | steps | %s |
                | commit | %s |""",
                data.name(),
                data.licence(),
                data.split(),
                data.photos(),
                seen,
                training.seconds() / 3600,
                training.seed(),
                steps,
                training.commit() == null ? "not recorded" : training.commit());
    }
}
