/** Loss, augmentation, optimiser, EMA, checkpoints and the training loop. */
@NullMarked
package dev.flawsmith.training;

import org.jspecify.annotations.NullMarked;
