package dev.flawsmith.augmentation;

import dev.flawsmith.dataset.ClassBalance;
import dev.flawsmith.synthesis.Synthesizer;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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
    /** Fewest photos of a class to learn from, the number below which {@code train} warns, too. */
    private static final long FEWEST_PHOTOS = ClassBalance.TOO_SMALL;

    public DatasetTools {
        masks = Map.copyOf(masks);
        learntFrom = Map.copyOf(learntFrom);
    }

    /** The same with a gate. */
    public DatasetTools with(QualityGate other, String sha256) {
        return new DatasetTools(synthesizer, maxInFlight, other, sha256, masks, appraiser, learntFrom, version);
    }

    /** In plain words: prompts that are not read to their end, and classes whose model saw too few photos. */
    List<String> warnings(DatasetOrder order) {
        return Stream.concat(tooFew(order.plan()), unread(order)).toList();
    }

    private Stream<String> unread(DatasetOrder order) {
        DatasetSpec spec = order.spec();
        return order.plan().runs().stream()
                .filter(run -> run.prompt() != null)
                .flatMap(run ->
                        synthesizer
                                .warnings(synthesizer.check(CandidateDrawer.draft(spec, run, spec.seed(), 1)))
                                .stream()
                                .map(warning -> "prompts." + run.className() + ", by " + run.model() + ": " + warning))
                .distinct();
    }

    private Stream<String> tooFew(DatasetPlan plan) {
        return plan.runs().stream()
                .filter(run -> run.prompt() == null) // the class is the spec's own name then, and not the model's
                .map(run -> {
                    Map<String, Long> photos = learntFrom.get(run.model());
                    long seen = photos == null ? FEWEST_PHOTOS : photos.getOrDefault(run.className(), 0L);
                    return seen >= FEWEST_PHOTOS
                            ? ""
                            : "Do not use the images of " + run.className() + ": " + run.model()
                                    + " learnt that class from "
                                    + seen + (seen == 1 ? " photo" : " photos") + ", fewer than " + FEWEST_PHOTOS
                                    + ": expect copies and blurred ones. What was learnt from 10 a class made a"
                                    + " classifier worse by .057 (docs/datasets.md).";
                })
                .filter(warning -> !warning.isEmpty())
                .distinct();
    }
}
