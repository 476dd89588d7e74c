/** Policy: a copy score becomes a verdict; the only place that can construct a released image. */
@NullMarked
package dev.flawsmith.guard;

import org.jspecify.annotations.NullMarked;
