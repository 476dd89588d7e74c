package dev.flawsmith.jobs;

import java.util.List;

/**
 * Some of the jobs that were asked for.
 *
 * @param more whether there are others after the last of these
 */
public record JobPage(List<Job> jobs, boolean more) {}
