package dev.flawsmith.training;

import dev.flawsmith.model.Condition;
import dev.flawsmith.sampling.Noise;
import java.util.List;

/** Draws what a row is told: a photo of a class, every class alike, and its class, one of its captions, both or neither. */
final class ConditionDraw {
    /** Uniform numbers that a row may use, its own; here 0, 1, 4 and 5. */
    static final int DRAWS = 8;

    /** Shares of the images that are shown with some condition: class alone; sentence alone; the rest both. */
    private static final double CLASS_ALONE = 0.5;

    private static final double SENTENCE_ALONE = 0.35;

    private final TrainingPhotos photos;
    private final List<int[]> byClass;
    private final double dropped;

    /** @param dropped probability of no condition at all */
    ConditionDraw(TrainingPhotos photos, double dropped) {
        this.photos = photos;
        this.byClass = photos.byClass();
        this.dropped = dropped;
    }

    /** The photo of row {@code i}. */
    TrainingPhotos.Example photo(Noise random, int draw, int i) {
        int u = i * DRAWS;
        int[] members = byClass.get((int) (random.uniform(draw, u) * byClass.size()));
        return photos.photos().get(members[(int) (random.uniform(draw, u + 1) * members.length)]);
    }

    /** What row {@code i} is told of its photo. */
    Condition condition(Noise random, int draw, int i, TrainingPhotos.Example photo) {
        int u = i * DRAWS;
        double which = random.uniform(draw, u + 4);
        if (which < dropped) {
            return Condition.NONE;
        }
        double share = (which - dropped) / (1 - dropped);
        boolean named = share < CLASS_ALONE || share >= CLASS_ALONE + SENTENCE_ALONE;
        List<float[]> captions = photo.captions();
        return new Condition(
                named ? photo.classIndex() : -1,
                share < CLASS_ALONE ? null : captions.get((int) (random.uniform(draw, u + 5) * captions.size())));
    }
}
