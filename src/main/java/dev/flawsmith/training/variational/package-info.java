/** Learning a generator that draws in one step as the decoder of a variational autoencoder. */
@NullMarked
package dev.flawsmith.training.variational;

import org.jspecify.annotations.NullMarked;
