/** What a network is to the rest of the house, and the model package on disk. */
@NullMarked
package dev.flawsmith.model;

import org.jspecify.annotations.NullMarked;
