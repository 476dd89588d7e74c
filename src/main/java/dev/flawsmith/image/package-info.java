/** Pixel images: PNG and its text chunks, decoding within limits, resizing. */
@NullMarked
package dev.flawsmith.image;

import org.jspecify.annotations.NullMarked;
