package dev.flawsmith.evaluation.audit;

/** What an audit says, in one sentence; none of them is a promise of privacy. */
public sealed interface Verdict {
    /** The name in the contract. */
    String label();

    /** The verdict in a sentence. */
    String sentence();

    /**
     * Photos of train are copied.
     *
     * @param photos how many are named
     * @param by which lists named them
     */
    record CopiesFound(int photos, String by) implements Verdict {
        @Override
        public String label() {
            return "copies_found";
        }

        @Override
        public String sentence() {
            return "Copies found: " + photos + (photos == 1 ? " train photo has" : " train photos have")
                    + " a generated image nearer than real photos come to one another (" + by + ").";
        }
    }

    /**
     * The generated images are nearer to train than chance allows, without pairs near enough to be copies.
     *
     * @param p of the whole-set test
     */
    record Leakage(double p) implements Verdict {
        @Override
        public String label() {
            return "leakage";
        }

        @Override
        public String sentence() {
            return "Leakage: the generated images are nearer to train than to holdout (p = " + p
                    + "), though no pair is as near as a copy is.";
        }
    }

    /**
     * Nothing was found where something would have been.
     *
     * @param couldHaveFound copied photos that would have been found with a chance of 0.8
     */
    record NoneFound(int couldHaveFound) implements Verdict {
        @Override
        public String label() {
            return "none_found";
        }

        @Override
        public String sentence() {
            return "None found; copies of " + couldHaveFound
                    + " or more train photos would have been found with a chance" + " of " + Power.ENOUGH + ".";
        }
    }

    /**
     * Nothing can be said.
     *
     * @param needs what it would take
     */
    record Inconclusive(String needs) implements Verdict {
        @Override
        public String label() {
            return "inconclusive";
        }

        @Override
        public String sentence() {
            return "Inconclusive: " + needs + ".";
        }
    }
}
