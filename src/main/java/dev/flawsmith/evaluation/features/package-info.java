/** Images to features: read once, encoded in batches, kept on disk under a key of their content. */
@NullMarked
package dev.flawsmith.evaluation.features;

import org.jspecify.annotations.NullMarked;
