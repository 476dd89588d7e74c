package dev.flawsmith.evaluation.audit;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What the lists and the test say of one set of scores.
 *
 * @param verbatim train units nearer to an image than any two distinct real photos are; empty where withheld
 * @param holdoutVerbatim holdout units as near, which withhold that list
 * @param copied train units selected by target-decoy among those nearer than real photos come to one another
 * @param nearer train units selected by target-decoy among all
 * @param wholeSet the permutation test
 */
record Detection(
        List<Integer> verbatim,
        List<Integer> holdoutVerbatim,
        List<Integer> copied,
        List<Integer> nearer,
        WholeSetTest wholeSet) {

    /**
     * Looks at scores.
     *
     * @param evidence one a unit
     * @param train the labels
     */
    static Detection of(Evidence evidence, boolean[] train, AuditSettings settings, long seed) {
        double[] scores = evidence.scores();
        double bound = evidence.spacing().verbatim();
        List<Integer> close = IntStream.range(0, scores.length)
                .filter(u -> scores[u] == 0 || scores[u] < bound)
                .boxed()
                .toList();
        List<Integer> heldOut = close.stream().filter(u -> !train[u]).toList();
        return new Detection(
                heldOut.isEmpty() ? close : List.of(),
                heldOut,
                TargetDecoy.select(
                        scores, train, settings.fdr(), evidence.spacing().near()),
                TargetDecoy.select(scores, train, settings.fdr(), Double.POSITIVE_INFINITY),
                WholeSetTest.run(scores, evidence.votes(), train, evidence.stratum(), settings.permutations(), seed));
    }

    boolean copies() {
        return !verbatim.isEmpty() || !copied.isEmpty();
    }

    boolean leakage() {
        return wholeSet.p() <= WholeSetTest.ALPHA;
    }

    /** Whether the verdict would be of copies or of leakage. */
    boolean alarm() {
        return copies() || leakage();
    }
}
