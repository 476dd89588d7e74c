/** Networks on Deep Java Library's PyTorch engine. */
@NullMarked
package dev.flawsmith.model.djl;

import org.jspecify.annotations.NullMarked;
