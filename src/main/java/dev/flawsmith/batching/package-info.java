/** Step-level in-flight batching of denoising trajectories. */
@NullMarked
package dev.flawsmith.batching;

import org.jspecify.annotations.NullMarked;
