/**
 * Training sets from models: a {@link dev.flawsmith.augmentation.DatasetSpec} says how many images of which classes, a
 * {@link dev.flawsmith.augmentation.DatasetPlan} which image is drawn from what, a
 * {@link dev.flawsmith.augmentation.DatasetJob} draws, judges, checks and documents them, and a
 * {@link dev.flawsmith.augmentation.DatasetVerifier} draws them again.
 */
@NullMarked
package dev.flawsmith.augmentation;

import org.jspecify.annotations.NullMarked;
