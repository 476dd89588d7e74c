package dev.flawsmith.guard;

import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.PixelMask;
import dev.flawsmith.memorization.TrainingIndex;
import java.util.List;
import java.util.Optional;

/**
 * Stands between a generator and the world: compares every image with the generator's training photos and applies the
 * request's policy. Immutable; thread-safe.
 */
public abstract sealed class Guard permits ComparingGuard, PartGuard, UncheckedGuard {
    /** New attempts that {@link GuardPolicy#RESAMPLE} asks for, at most, after the first. */
    public static final int MAX_ATTEMPTS = 3;

    private static final Verdict.NotChecked OFF = new Verdict.NotChecked("guard is off for this request");

    Guard() {}

    /** The guard of a generator that learnt from the photos of an index. */
    public static Guard of(TrainingIndex index) {
        return of(List.of(index));
    }

    /**
     * The guard of a generator that learnt from photos, compared by several descriptors: an image is too close if it is by
     * any of them. Its p is the smallest of theirs times their number (Bonferroni), so that what is said of false alarms
     * holds of all together.
     *
     * @param indexes of the same photos, at least one
     * @throws IllegalArgumentException if there is none, or training photos differ
     */
    public static Guard of(List<TrainingIndex> indexes) {
        return new ComparingGuard(indexes);
    }

    /**
     * The guard of a generator with nothing to compare with; every verdict is {@code not_checked}.
     *
     * @param reason why, for the answer: {@code "the rule-based generator learns from no photo"}
     */
    public static Guard notChecked(String reason) {
        return new UncheckedGuard(reason);
    }

    /** Compares an image with every training photo; a few milliseconds for a thousand of them. */
    public abstract Verdict inspect(PixelImage image);

    /**
     * The guard of pictures of which only a part is generated: it judges that part alone, for the rest is the asker's own
     * photo, which may well be one of those that the generator learnt from. A moment's work; once a request.
     *
     * @param part what is generated, of a picture as the generator draws them
     * @throws IllegalArgumentException as {@link #requirePart}
     */
    public abstract Guard ofPart(PixelMask part);

    /**
     * Refuses a part that is too small to be told from others.
     *
     * @param part what is generated, of a picture as the generator draws them
     * @throws IllegalArgumentException if it is; the message says what would do
     */
    public abstract void requirePart(PixelMask part);

    /**
     * The file name of the holdout photo that an image is, if it is one: drawing on it would give the audit a holdout photo
     * that generated images are near to, and so blind it.
     */
    public Optional<String> holdoutPhoto(PixelImage image) {
        return Optional.empty();
    }

    /** In a sentence: what is compared, the threshold, its level and its bound. */
    public abstract String describe();

    /**
     * Inspects an attempt at an image and applies the policy.
     *
     * @param attempt 0 for the first, greater for the new ones that {@link Decision.Retry} asked for
     * @throws IllegalArgumentException if {@code attempt} is negative
     */
    public final Decision decide(PixelImage image, GuardPolicy policy, int attempt) {
        return decide(image, image, policy, attempt);
    }

    /**
     * The same of an image that something was laid into.
     *
     * @param image what goes out
     * @param judged what was generated for it, as the generator drew it: what fades into a photo shows less of itself
     */
    public final Decision decide(PixelImage image, PixelImage judged, GuardPolicy policy, int attempt) {
        if (attempt < 0) {
            throw new IllegalArgumentException("expected an attempt of at least 0, found " + attempt);
        }
        Verdict verdict = policy == GuardPolicy.OFF ? OFF : inspect(judged);
        if (verdict instanceof Verdict.TooClose) {
            if (policy == GuardPolicy.BLOCK) {
                return new Decision.Withhold(verdict);
            }
            if (policy == GuardPolicy.RESAMPLE && attempt < MAX_ATTEMPTS) {
                return new Decision.Retry(verdict);
            }
        }
        return new Decision.Release(new ReleasedImage(image, verdict, attempt));
    }

    /**
     * Lets a preview out, an estimate of an image that is still being drawn, or holds it back. A preview passes as an image
     * does, by its own pixels: however noisy the step it comes from, a network that has learnt a photo by heart estimates
     * that photo, so noise is no protection and the comparison is. What is too close never goes out, under {@link
     * GuardPolicy#FLAG} neither, for a passing estimate needs no exception. Under {@link GuardPolicy#BLOCK} none goes out:
     * a preview would show beforehand what may be withheld in the end.
     *
     * @param estimate what goes out
     * @param judged what was generated for it
     * @param attempt of the image
     * @return the estimate with its verdict, {@code clear} or {@code not_checked}; empty if it is held back
     */
    public final Optional<ReleasedImage> preview(
            PixelImage estimate, PixelImage judged, GuardPolicy policy, int attempt) {
        if (policy == GuardPolicy.BLOCK) {
            return Optional.empty();
        }
        Verdict verdict = policy == GuardPolicy.OFF ? OFF : inspect(judged);
        return verdict instanceof Verdict.TooClose
                ? Optional.empty()
                : Optional.of(new ReleasedImage(estimate, verdict, attempt));
    }

    /** The same of an estimate that is all generated. */
    public final Optional<ReleasedImage> preview(PixelImage estimate, GuardPolicy policy, int attempt) {
        return preview(estimate, estimate, policy, attempt);
    }
}
