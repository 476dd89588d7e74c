/** What is measured of defects painted into photos: seams, and masks against planted truth. */
@NullMarked
package dev.flawsmith.evaluation.painting;

import org.jspecify.annotations.NullMarked;
