/** A small image classifier: its examples, classical augmentation, training, and the trained thing on disk. */
@NullMarked
package dev.flawsmith.training.classifier;

import org.jspecify.annotations.NullMarked;
