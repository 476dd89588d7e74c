/** How faithful generated images are, by distances between sets of features. */
@NullMarked
package dev.flawsmith.evaluation;

import org.jspecify.annotations.NullMarked;
