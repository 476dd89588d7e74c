/** What is measured on the pixels of real and of synthetic images, without any encoder: attributes and spectra. */
@NullMarked
package dev.flawsmith.evaluation.pixels;

import org.jspecify.annotations.NullMarked;
