/** Image folders: reading, splitting, near-duplicate groups, captions. */
@NullMarked
package dev.flawsmith.dataset;

import org.jspecify.annotations.NullMarked;
