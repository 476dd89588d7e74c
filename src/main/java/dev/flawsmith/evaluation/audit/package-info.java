/**
 * The memorization audit: which photos of train does a set of generated images copy, with error rates that hold. Its null
 * hypothesis is that, given the generated images, it does not matter which of the real photos were trained on: labels of
 * train and holdout are exchangeable over groups of near-duplicates. Nothing else is assumed of the generator, so a merely
 * less diverse one raises no alarm.
 */
@NullMarked
package dev.flawsmith.evaluation.audit;

import org.jspecify.annotations.NullMarked;
