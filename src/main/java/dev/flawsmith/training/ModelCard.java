package dev.flawsmith.training;

import dev.flawsmith.model.ModelManifest;
import dev.flawsmith.model.VaeDescriptor;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The model card that goes with a trained model: what it is, what it learnt from, what it must not be taken for. */
public final class ModelCard {
    private ModelCard() {}

    /**
     * The card as Markdown.
     *
     * @param config how it was trained
     * @param distilled what it learnt from a teacher, null if it learnt from photos
     * @param vae the autoencoder whose latents it draws, null if it draws pixels
     * @param guard one sentence on how its images are checked
     * @param findings measured figures, each beside the command that printed it; may be empty
     */
    public static String of(
            ModelManifest manifest,
            TrainingConfig config,
            @Nullable String distilled,
            @Nullable VaeDescriptor vae,
            String guard,
            String findings) {
        ModelManifest.Training training = manifest.training();
        ModelManifest.Ancestor ancestor = training.startedFrom();
        String seen = distilled == null
                ? CardFacts.timesSeen(manifest)
                : String.format(Locale.ROOT, "%,d states of the teacher's. %s", training.images(), distilled);
        return String.format(
                Locale.ROOT,
                """
                # %s

                A %s-space denoising diffusion model (EDM, Karras et al. 2022) of %s.

                ![Samples, one row a class](samples.png)

                ## Training data

                %s
                | started from | %s |

                ![Training loss](loss.png)

                %s## Sampling

                Default: %s, %d steps, guidance %.2f. Noise levels: sigma %.4f to %.1f, rho %.0f.

                ## Copies

                %s
                Synthetic does not mean private: audit what leaves the house.
                %s
                ## Limits

                It knows the looks of its training photos only: other lines, cameras and lighting need photos of their own.
                Images are stand-ins for scarce real ones; judge a detector on real photos.
                """,
                manifest.name(),
                manifest.kind(),
                CardFacts.images(manifest),
                CardFacts.table(manifest, "images seen | " + seen, steps(config, distilled == null)),
                ancestor == null ? "random weights" : describe(ancestor),
                vae == null ? "" : VaeCard.section(vae) + "\n",
                manifest.denoisingDefaults().name(),
                manifest.denoisingDefaults().steps(),
                manifest.denoisingDefaults().guidanceScale(),
                manifest.denoisingSchedule().sigmaMin(),
                manifest.denoisingSchedule().sigmaMax(),
                manifest.denoisingSchedule().rho(),
                guard,
                findings.isBlank() ? "" : "\n## Measured\n\n" + findings.strip() + "\n");
    }

    private static String steps(TrainingConfig config, boolean photos) {
        String steps = "of " + config.batch() + " images; learning rate at most " + config.learningRate();
        return photos
                ? steps + "; ln(sigma) of mean " + config.logSigmaMean() + " and standard deviation "
                        + config.logSigmaDeviation() + "; each flip with probability " + config.flips()
                        + " while the rate is at its peak"
                : steps;
    }

    private static String describe(ModelManifest.Ancestor ancestor) {
        return String.format(
                Locale.ROOT,
                "%s (weights %s…), which had seen %,d images of %s in %.2f hours",
                ancestor.name(),
                ancestor.weights().substring(0, 12),
                ancestor.images(),
                ancestor.data(),
                ancestor.seconds() / 3600);
    }
}
