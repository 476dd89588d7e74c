/** What {@code flawsmith bench} measures: speed as ratios to limits of this machine, found in the same run. */
@NullMarked
package dev.flawsmith.bench;

import org.jspecify.annotations.NullMarked;
