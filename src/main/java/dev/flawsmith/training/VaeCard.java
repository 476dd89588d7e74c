package dev.flawsmith.training;

import dev.flawsmith.model.VaeConfig;
import dev.flawsmith.model.VaeDescriptor;
import java.util.Locale;

/** What a model card says of the autoencoder behind a model on latents. */
public final class VaeCard {
    private VaeCard() {}

    /** A section in Markdown, heading included. */
    public static String section(VaeDescriptor vae) {
        VaeConfig network = vae.network();
        VaeDescriptor.Reconstruction holdout = vae.holdout();
        return String.format(
                Locale.ROOT,
                """
                ## Autoencoder

                Latents of %d×%d×%d, a %s of the side, of a variational autoencoder (Kingma and Welling 2014) that learnt from %d
                photos of %s (%s) in %,d crops and %.2f hours; commit %s. What it adds to and takes from plain averages is learnt,
                the averages are not (Chen et al. 2025, residual autoencoding).

                %d holdout photos, encoded and decoded again, come back %.2f grey levels of 255 off in the mean, PSNR %.2f dB;
                averages over squares of %d, enlarged again, %.2f and %.2f dB (measured by `train-vae`).
                """,
                network.latentChannels(),
                network.latentShape().height(),
                network.latentShape().width(),
                network.factor() == 4 ? "quarter" : "1/" + network.factor(),
                vae.data().photos(),
                vae.data().name(),
                vae.data().licence(),
                vae.training().images(),
                vae.training().seconds() / 3600,
                vae.training().commit() == null
                        ? "not recorded"
                        : vae.training().commit(),
                holdout.photos(),
                holdout.meanError(),
                holdout.psnr(),
                network.factor() / VaeConfig.PATCH,
                holdout.averagesMeanError(),
                holdout.averagesPsnr());
    }
}
