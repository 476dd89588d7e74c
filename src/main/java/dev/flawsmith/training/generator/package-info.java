/** What every way to learn a generator shares: what is asked of it, what it shows and tells, and the package in the end. */
@NullMarked
package dev.flawsmith.training.generator;

import org.jspecify.annotations.NullMarked;
