/** Reports for people: what was found, in the order in which it should be read, as one HTML file that needs no network. */
@NullMarked
package dev.flawsmith.evaluation.report;

import org.jspecify.annotations.NullMarked;
