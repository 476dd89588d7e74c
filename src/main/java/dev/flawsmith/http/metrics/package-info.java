/** What a server tells of itself to Prometheus. */
@NullMarked
package dev.flawsmith.http.metrics;

import org.jspecify.annotations.NullMarked;
