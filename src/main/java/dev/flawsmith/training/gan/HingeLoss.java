package dev.flawsmith.training.gan;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;

/** The hinge loss of GANs (Lim and Ye 2017, "Geometric GAN", eq. 13 and 14). */
final class HingeLoss {
    private HingeLoss() {}

    /** {@code E[max(0, 1 - D(real))] + E[max(0, 1 + D(fake))]}, a scalar. */
    static NDArray ofDiscriminator(NDArray real, NDArray fake) {
        return Activation.relu(real.neg().add(1))
                .mean()
                .add(Activation.relu(fake.add(1)).mean());
    }

    /** {@code -E[D(fake)]}, a scalar. */
    static NDArray ofGenerator(NDArray fake) {
        return fake.mean().neg();
    }
}
