/** Command line: the only wiring, the only {@code System.exit}, the only standard streams. */
@NullMarked
package dev.flawsmith.cli;

import org.jspecify.annotations.NullMarked;
