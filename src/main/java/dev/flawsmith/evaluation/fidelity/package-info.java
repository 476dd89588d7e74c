/**
 * How near one set of features or images is to another. Each metric is called alone on {@link
 * dev.flawsmith.math.FeatureRows}; none knows where features come from.
 */
@NullMarked
package dev.flawsmith.evaluation.fidelity;

import org.jspecify.annotations.NullMarked;
