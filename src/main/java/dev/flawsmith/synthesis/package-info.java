/** The use case: a valid {@link dev.flawsmith.synthesis.SynthesisRequest} in, released images out. */
@NullMarked
package dev.flawsmith.synthesis;

import org.jspecify.annotations.NullMarked;
