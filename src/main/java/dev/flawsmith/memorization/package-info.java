/** Descriptors, exact nearest neighbours and calibrated copy scores. */
@NullMarked
package dev.flawsmith.memorization;

import org.jspecify.annotations.NullMarked;
