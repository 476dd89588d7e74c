/** Learns the autoencoder that a latent model works between. */
@NullMarked
package dev.flawsmith.training.autoencoder;

import org.jspecify.annotations.NullMarked;
