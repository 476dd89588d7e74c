/** Rule-based generator of metal-like surfaces with parametric defects and exact masks. */
@NullMarked
package dev.flawsmith.dataset.procedural;

import org.jspecify.annotations.NullMarked;
