/** The train-on-synthetic study: what a classifier gains from generated images, over several draws of few real photos. */
@NullMarked
package dev.flawsmith.utility;

import org.jspecify.annotations.NullMarked;
