/** Self-supervised training of a copy-detection encoder: random scenes, disguised views, a contrastive loss. */
@NullMarked
package dev.flawsmith.training.encoder;

import org.jspecify.annotations.NullMarked;
