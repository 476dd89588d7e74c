package dev.flawsmith.evaluation.report;

import dev.flawsmith.evaluation.audit.AuditResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;

/** What a person looks at in an audit: generated images beside photos. */
final class AuditGallery {
    private static final int SUSPECTS = 12;
    private static final int SAMPLES = 8;

    private final AuditResult result;
    private final AuditPictures pictures;

    AuditGallery(AuditResult result, AuditPictures pictures) {
        this.result = result;
        this.pictures = pictures;
    }

    /** Every photo that a list names, or the nearest pairs where none does. */
    Section suspects() {
        List<Section.Strip> strips = new ArrayList<>();
        Set<Integer> shown = new LinkedHashSet<>();
        for (AuditResult.Pair pair : result.verbatim()) {
            if (strips.size() < SUSPECTS && shown.add(pair.photo())) {
                strips.add(PairStrip.of(
                        pictures,
                        pair.image(),
                        pair.photo(),
                        "verbatim: " + near(pair.score(), pair.distance(), pair.descriptor())));
            }
        }
        for (AuditResult.Copied copied : result.copied()) {
            if (strips.size() < SUSPECTS && !copied.images().isEmpty() && shown.add(copied.photo())) {
                strips.add(PairStrip.of(
                        pictures,
                        copied.images().get(0),
                        copied.photo(),
                        "target–decoy: " + near(copied.score(), copied.distance(), copied.descriptor())));
            }
        }
        if (!strips.isEmpty()) {
            Set<Integer> all = new LinkedHashSet<>();
            result.verbatim().forEach(pair -> all.add(pair.photo()));
            result.copied().forEach(copied -> all.add(copied.photo()));
            return new Section.Gallery(
                    "Suspects",
                    "Generated images beside the training photos they are too near to; " + strips.size() + " of "
                            + all.size() + " photos.",
                    strips);
        }
        return new Section.Gallery(
                "The nearest pairs", "No pair is a suspect. These come nearest.", strips(nearest(SUSPECTS / 2)));
    }

    private static String near(double score, double distance, String descriptor) {
        return String.format(
                Locale.ROOT,
                "%.3f of the photo's distance to its nearest other photo (distance %.4f, %s)",
                score,
                distance,
                descriptor);
    }

    private List<AuditResult.Image> nearest(int most) {
        return result.images().stream()
                .sorted(Comparator.comparingDouble(AuditResult.Image::ratio).thenComparing(AuditResult.Image::image))
                .limit(most)
                .toList();
    }

    private List<Section.Strip> strips(List<AuditResult.Image> images) {
        return images.stream()
                .map(image -> PairStrip.of(
                        pictures,
                        image.image(),
                        image.nearest(),
                        String.format(
                                Locale.ROOT,
                                "distance %.4f, Carlini's ratio %.3f, conformal p %.4f (%s)",
                                image.distance(),
                                image.ratio(),
                                image.conformalP(),
                                image.descriptor())))
                .toList();
    }

    /** Images drawn by lot. */
    Section samples() {
        SplittableRandom random = new SplittableRandom(result.settings().seed());
        List<AuditResult.Image> chosen = random.ints(0, result.images().size())
                .distinct()
                .limit(Math.min(SAMPLES, result.images().size()))
                .mapToObj(result.images()::get)
                .toList();
        return new Section.Gallery(
                "Random samples", "Drawn by lot, each beside its nearest training photo.", strips(chosen));
    }
}
