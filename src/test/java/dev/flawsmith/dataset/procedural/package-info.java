@NullMarked
package dev.flawsmith.dataset.procedural;

import org.jspecify.annotations.NullMarked;
