/** AUTOMATIC1111's API under {@code /sdapi/v1} over the same models: its fields, its answers, its text in PNGs. */
@NullMarked
package dev.flawsmith.http.automatic1111;

import org.jspecify.annotations.NullMarked;
