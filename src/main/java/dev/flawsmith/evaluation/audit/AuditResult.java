package dev.flawsmith.evaluation.audit;

import java.util.List;

/**
 * What an audit found, with all that a report shows. Indices count the input's photos and images from 0.
 *
 * @param verdict first of all
 * @param counts how many there were of what
 * @param copied train photos selected by target-decoy among pairs nearer than real photos come to one another, by score
 * @param nearer train photos selected by target-decoy whatever the distance: leakage as well as copies
 * @param verbatim pairs nearer than any two distinct real photos are
 * @param flagged generated images at the strictest conformal level, by their ratio
 * @param wholeSet the permutation test
 * @param reach what each list could have seen
 * @param power copies planted in these data, and how often they were found; empty where something was found without them,
 *     or photos are too few
 * @param detectableCopies fewest altered copies that would have been found; 0 where none would, or where {@code power} is empty
 * @param detectableExactCopies likewise exact ones
 * @param dcrShare generated images whose nearest unit is of train, resampled by unit; not a test
 * @param copiedShare copied among train units, as a binomial share
 * @param legacy what other tools report
 * @param images every generated image's score, for histograms
 * @param photos every unit's score, for histograms
 * @param holdoutRatios Carlini's ratio of the holdout photos, ascending
 * @param acrossSides groups of near-duplicates with photos of both sides, left out
 * @param descriptors what decided distances
 * @param settings q, permutations, seed
 */
public record AuditResult(
        Verdict verdict,
        Counts counts,
        List<Copied> copied,
        List<Copied> nearer,
        List<Pair> verbatim,
        List<Image> flagged,
        WholeSetTest wholeSet,
        Reach reach,
        List<Power.Row> power,
        int detectableCopies,
        int detectableExactCopies,
        Intervals.Interval dcrShare,
        Intervals.Interval copiedShare,
        LegacyFigures legacy,
        List<Image> images,
        List<Photo> photos,
        List<Double> holdoutRatios,
        List<List<Integer>> acrossSides,
        List<String> descriptors,
        AuditSettings settings) {

    /**
     * How many.
     *
     * @param duplicatesWithin photos that count together with an earlier one of their side
     * @param duplicatesAcross photos left out because a near-duplicate is on the other side
     */
    public record Counts(
            int train,
            int holdout,
            int synthetic,
            int trainUnits,
            int holdoutUnits,
            int duplicatesWithin,
            int duplicatesAcross) {}

    /**
     * A train photo and the images next to it.
     *
     * @param photo the unit's photo that is nearest
     * @param score its distance to the nearest image over that to its nearest other photo
     * @param distance to the nearest image, under the descriptor
     * @param images the nearest first
     */
    public record Copied(int photo, double score, double distance, String descriptor, List<Integer> images) {}

    /** A train photo and the image that is it. */
    public record Pair(int photo, int image, double score, double distance, String descriptor) {}

    /**
     * A generated image.
     *
     * @param image which
     * @param ratio Carlini's, in [0, 1]
     * @param nearest the train photo nearest to it
     * @param distance to that
     * @param conformalP among the holdout photos
     */
    public record Image(int image, double ratio, int nearest, double distance, String descriptor, double conformalP) {}

    /** A unit's score. */
    public record Photo(int photo, boolean train, double score, double distance, String descriptor, int image) {}

    /**
     * Which lists spoke and what each could have seen.
     *
     * @param targetDecoySmallest fewest photos that it can name
     * @param wholeSetSmallest fewest photos, all at the top, that make it significant
     * @param conformalLevel the strictest level that so many holdout photos can bear
     * @param falseAlarmBound the upper 95 % bound on the share of unseen photos that are nearer than all holdout photos
     * @param nearBound pairs of at most this score are near enough to be copies
     * @param verbatimBound pairs below this score are verbatim
     * @param intrinsicDimension of the photos, that the verbatim bound rests on
     * @param verbatimWithheld holdout photos that were matched as near, so that the list is not given
     * @param spoke the lists that found something
     */
    public record Reach(
            int targetDecoySmallest,
            int wholeSetSmallest,
            double conformalLevel,
            double falseAlarmBound,
            double nearBound,
            double verbatimBound,
            double intrinsicDimension,
            int verbatimWithheld,
            List<String> spoke) {}
}
