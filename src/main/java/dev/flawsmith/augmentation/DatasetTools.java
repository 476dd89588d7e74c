package dev.flawsmith.augmentation;

import dev.flawsmith.synthesis.Synthesizer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a job works with; the caller opens and closes it.
 *
 * @param synthesizer has every model of the spec, under the name that the spec gives it
 * @param maxInFlight images that each of its models takes at once
 * @param gate null where the spec wants none
 * @param gateSha256 names the gate's weights; null without one
 * @param masks model to where its defects are; a model that is not in it has no masks
 * @param appraiser null where there is no reference
 * @param learntFrom model to class to photos that it was trained on; a model that is not in it has learnt from none
 * @param version of Flawsmith
 */
public record DatasetTools(
        Synthesizer synthesizer,
        int maxInFlight,
        @Nullable QualityGate gate,
        @Nullable String gateSha256,
        Map<String, MaskSource> masks,
        @Nullable Appraiser appraiser,
        Map<String, Map<String, Long>> learntFrom,
        String version) {
    /** Fewest photos of a class to learn from; see docs/datasets.md for the measurement. */
    public static final long FEWEST_PHOTOS = 10;

    public DatasetTools {
        masks = Map.copyOf(masks);
        learntFrom = Map.copyOf(learntFrom);
    }

    /** The same with a gate. */
    public DatasetTools with(QualityGate other, String sha256) {
        return new DatasetTools(synthesizer, maxInFlight, other, sha256, masks, appraiser, learntFrom, version);
    }

    /** In plain words: classes whose images should not be used, for their model saw too few photos. */
    List<String> warnings(DatasetPlan plan) {
        return plan.runs().stream()
                .map(run -> {
                    Map<String, Long> photos = learntFrom.get(run.model());
                    long seen = photos == null ? FEWEST_PHOTOS : photos.getOrDefault(run.className(), 0L);
                    return seen >= FEWEST_PHOTOS
                            ? ""
                            : "Do not use the images of " + run.className() + ": " + run.model()
                                    + " learnt that class from "
                                    + seen + (seen == 1 ? " photo" : " photos") + ", and below " + FEWEST_PHOTOS
                                    + " it can only repeat them.";
                })
                .filter(warning -> !warning.isEmpty())
                .distinct()
                .toList();
    }
}
