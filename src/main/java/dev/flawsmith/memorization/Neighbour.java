package dev.flawsmith.memorization;

/**
 * A reference row near a query.
 *
 * @param index the row
 * @param distance its L2 distance from the query, at least 0
 */
public record Neighbour(int index, double distance) {}
