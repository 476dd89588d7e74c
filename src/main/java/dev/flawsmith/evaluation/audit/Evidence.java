package dev.flawsmith.evaluation.audit;

/** What a verdict is drawn from, labels aside: one entry a unit. Holds its arrays, which nobody changes. */
final class Evidence {
    private final double[] scores;
    private final int[] votes;
    private final int[] stratum;
    private final RealSpacing spacing;

    Evidence(double[] scores, int[] votes, int[] stratum, RealSpacing spacing) {
        this.scores = scores;
        this.votes = votes;
        this.stratum = stratum;
        this.spacing = spacing;
    }

    /** Small is close. */
    double[] scores() {
        return scores;
    }

    /** Generated images nearest to the unit. */
    int[] votes() {
        return votes;
    }

    /** The class within which labels are permuted. */
    int[] stratum() {
        return stratum;
    }

    RealSpacing spacing() {
        return spacing;
    }
}
