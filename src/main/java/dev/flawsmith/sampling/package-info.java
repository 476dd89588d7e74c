/** Noise schedules, samplers as trajectories, guidance and counter-based noise; pure JDK. */
@NullMarked
package dev.flawsmith.sampling;

import org.jspecify.annotations.NullMarked;
