package dev.flawsmith.guard;

import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.PixelMask;
import dev.flawsmith.memorization.Calibration;
import dev.flawsmith.memorization.CopyScore;
import dev.flawsmith.memorization.IndexEntry;
import dev.flawsmith.memorization.PartIndex;
import dev.flawsmith.memorization.TrainingIndex;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Stands between a generator and the world: compares every image with the generator's training photos and applies the
 * request's policy. Immutable; thread-safe.
 */
public abstract sealed class Guard {
    /** New attempts that {@link GuardPolicy#RESAMPLE} asks for, at most, after the first. */
    public static final int MAX_ATTEMPTS = 3;

    /** Of what is painted into a picture: less than this must not decide for all. */
    private static final double LEAST_COMPARED = 0.5;

    private static final Verdict.NotChecked OFF = new Verdict.NotChecked("guard is off for this request");

    private Guard() {}

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
        return new Comparing(indexes);
    }

    /**
     * The guard of a generator with nothing to compare with; every verdict is {@code not_checked}.
     *
     * @param reason why, for the answer: {@code "the rule-based generator learns from no photo"}
     */
    public static Guard notChecked(String reason) {
        return new NotChecking(reason);
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

    private static final class Comparing extends Guard {
        private final List<TrainingIndex> indexes;
        private final RecentParts parts = new RecentParts();

        Comparing(List<TrainingIndex> indexes) {
            this.indexes = List.copyOf(indexes);
            if (indexes.isEmpty()) {
                throw new IllegalArgumentException("expected at least one index, found none");
            }
            for (TrainingIndex index : indexes) {
                if (!index.train().equals(indexes.get(0).train())) {
                    throw new IllegalArgumentException(
                            "expected indexes of the same training photos, found others by " + index.descriptorId()
                                    + " than by " + indexes.get(0).descriptorId());
                }
            }
        }

        @Override
        public Verdict inspect(PixelImage image) {
            List<Comparison> comparisons =
                    indexes.stream().map(index -> Comparison.of(index, image)).toList();
            Comparison closest = Collections.min(comparisons, Comparison.CLOSEST);
            double p = Math.min(1, closest.p() * indexes.size());
            return closest.tooClose()
                    ? new Verdict.TooClose(
                            closest.nearest(),
                            closest.score().distance(),
                            closest.score().score(),
                            p)
                    : new Verdict.Clear(
                            closest.nearest(),
                            closest.score().distance(),
                            closest.score().score(),
                            p);
        }

        @Override
        public Optional<String> holdoutPhoto(PixelImage image) {
            return indexes.stream()
                    .flatMap(index -> index.holdoutPhoto(image).stream())
                    .map(IndexEntry::file)
                    .findFirst();
        }

        @Override
        public Guard ofPart(PixelMask part) {
            requirePart(part);
            return new ComparingPart(partIndex(), parts.of(part, partIndex()::part));
        }

        /** That by which parts of pictures can be compared. */
        private TrainingIndex partIndex() {
            return indexes.stream()
                    .filter(TrainingIndex::comparesParts)
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "expected an index that can compare parts of pictures," + " found "
                                    + indexes.stream()
                                            .map(TrainingIndex::descriptorId)
                                            .toList()));
        }

        @Override
        public void requirePart(PixelMask part) {
            TrainingIndex unused = partIndex();
            int cells = PartIndex.size(part);
            double compared = PartIndex.compared(part);
            if (cells < PartIndex.FEWEST_CELLS || compared < LEAST_COMPARED) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "expected a part that the guard can tell from others, at least %d of the %d cells that it compares and"
                                + " half of all that is drawn anew in cells that are so as a whole, found %d cells and %.0f %%;"
                                + " guard off paints it unchecked",
                        PartIndex.FEWEST_CELLS,
                        PartIndex.SIDE * PartIndex.SIDE,
                        cells,
                        100 * compared));
            }
        }

        @Override
        public String describe() {
            return "compared with " + indexes.get(0).train().size()
                    + " training photos over 8 flips and rotations, "
                    + indexes.stream()
                            .map(index -> "by " + index.descriptorId() + ": "
                                    + index.calibration().describe())
                            .collect(Collectors.joining("; "));
        }
    }

    /** Of what was painted into a photo. */
    private static final class ComparingPart extends Guard {
        private final TrainingIndex index;
        private final PartIndex part;

        ComparingPart(TrainingIndex index, PartIndex part) {
            this.index = index;
            this.part = part;
        }

        @Override
        public Verdict inspect(PixelImage image) {
            CopyScore score = part.score(image);
            String nearest = index.train().get(score.nearest()).file();
            double p = part.calibration().conformalP(score.score());
            return part.calibration().tooClose(score)
                    ? new Verdict.TooClose(nearest, score.distance(), score.score(), p)
                    : new Verdict.Clear(nearest, score.distance(), score.score(), p);
        }

        @Override
        public Guard ofPart(PixelMask other) {
            throw new IllegalStateException("expected the guard of whole pictures, found that of a part");
        }

        @Override
        public void requirePart(PixelMask other) {
            throw new IllegalStateException("expected the guard of whole pictures, found that of a part");
        }

        @Override
        public String describe() {
            return "what is painted compared with the same part of "
                    + index.train().size()
                    + " training photos over 8 flips and rotations: "
                    + part.calibration().describe();
        }
    }

    /** An image against one index. */
    private record Comparison(boolean tooClose, double p, CopyScore score, String nearest) {
        /** What is too close comes first, then the smaller p. */
        static final Comparator<Comparison> CLOSEST = Comparator.comparing(
                        (Comparison comparison) -> !comparison.tooClose())
                .thenComparingDouble(Comparison::p);

        static Comparison of(TrainingIndex index, PixelImage image) {
            CopyScore score = index.score(image);
            Calibration calibration = index.calibration();
            return new Comparison(
                    calibration.tooClose(score),
                    calibration.conformalP(score.score()),
                    score,
                    index.train().get(score.nearest()).file());
        }
    }

    private static final class NotChecking extends Guard {
        private final Verdict.NotChecked verdict;

        NotChecking(String reason) {
            verdict = new Verdict.NotChecked(reason);
        }

        @Override
        public Verdict inspect(PixelImage image) {
            return verdict;
        }

        @Override
        public Guard ofPart(PixelMask part) {
            return this;
        }

        @Override
        public void requirePart(PixelMask part) {
            // Nothing is compared.
        }

        @Override
        public String describe() {
            return "not checked: " + verdict.reason();
        }
    }
}
