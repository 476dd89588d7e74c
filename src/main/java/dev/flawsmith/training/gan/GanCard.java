package dev.flawsmith.training.gan;

import dev.flawsmith.model.ModelManifest;
import java.util.Locale;

/** The model card that goes with a trained generator: what it is, what it learnt from, what it must not be taken for. */
public final class GanCard {
    private GanCard() {}

    /**
     * The card as Markdown.
     *
     * @param guard one sentence on how its images are checked
     */
    public static String of(ModelManifest manifest, GanConfig config, String guard) {
        ModelManifest.TrainingData data = manifest.data();
        ModelManifest.Training training = manifest.training();
        return String.format(
                Locale.ROOT,
                """
                # %s

                A class-conditional GAN's generator, one evaluation an image, of %d×%d %s images in %d classes: %s. Learnt against a
                projection discriminator (Miyato and Koyama 2018) with spectral normalisation (Miyato et al. 2018), the hinge loss and
                differentiable augmentation (Zhao et al. 2020); the weights are an average over the last steps.

                ![Samples, one row a class](samples.png)

                ## Training data

                | | |
                |---|---|
                | data | %s |
                | licence of the data | %s |
                | split | `%s`, %d photos; `holdout` and `test` rows were never shown to it |
                | photos seen | %,d (%.0f times each photo), and as many drawn images twice |
                | training time | %.2f hours |
                | seed | %d |
                | steps | of %d photos; learning rates at most %s and, of the discriminator, %s; each flip with probability %s while the rates are at their peak |
                | commit | %s |

                ![Training losses](loss.png)

                ## Copies

                %s
                Synthetic does not mean private: audit what leaves the house.

                ## Limits

                It knows the looks of its training photos only: other lines, cameras and lighting need photos of their own. GANs leave
                out what is rare more readily than diffusion models do: look at coverage before you rely on variety.
                Images are stand-ins for scarce real ones; judge a detector on real photos.
                """,
                manifest.name(),
                manifest.resolution(),
                manifest.resolution(),
                manifest.channels() == 1 ? "grey" : "RGB",
                manifest.classes().size(),
                String.join(", ", manifest.classes()),
                data.name(),
                data.licence(),
                data.split(),
                data.photos(),
                training.images(),
                (double) training.images() / data.photos(),
                training.seconds() / 3600,
                training.seed(),
                config.batch(),
                config.generatorRate(),
                config.discriminatorRate(),
                config.flips(),
                training.commit() == null ? "not recorded" : training.commit(),
                guard);
    }
}
