/** The seam to BLAS and LAPACK, feature arrays read in blocks, and statistics that need one pass over them. */
@NullMarked
package dev.flawsmith.math;

import org.jspecify.annotations.NullMarked;
