package dev.flawsmith.bench;

import java.util.List;

/**
 * What a suite found.
 *
 * @param engine what ran the network, as recipes name it
 */
public record Outcome(String engine, List<Result> results) {
    public Outcome {
        results = List.copyOf(results);
    }
}
