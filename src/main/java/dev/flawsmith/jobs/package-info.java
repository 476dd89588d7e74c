/**
 * Durable jobs: work that outlives requests, clients and servers. {@link dev.flawsmith.jobs.Jobs} is what a caller sees; a
 * {@link dev.flawsmith.jobs.JobWork} is a kind of work; the store is a database, H2 in a file or PostgreSQL.
 */
@NullMarked
package dev.flawsmith.jobs;

import org.jspecify.annotations.NullMarked;
