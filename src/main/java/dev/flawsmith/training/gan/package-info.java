/** Learning a generator that draws in one step against a discriminator. */
@NullMarked
package dev.flawsmith.training.gan;

import org.jspecify.annotations.NullMarked;
