package dev.flawsmith.jobs;

/** How many jobs of a kind are in a state, of all owners and servers of a store. */
public record JobCount(String kind, JobState state, long jobs) {}
