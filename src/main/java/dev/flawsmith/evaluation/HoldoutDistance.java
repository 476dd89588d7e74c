package dev.flawsmith.evaluation;

import dev.flawsmith.image.PixelImage;
import dev.flawsmith.memorization.IndexEntry;
import dev.flawsmith.memorization.TrainingIndex;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How far images are from a model's holdout photos: the energy distance in a descriptor of the guard, class by class,
 * averaged over the classes. The photos are not needed: the model's own index has their descriptors.
 */
public final class HoldoutDistance {
    private final TrainingIndex index;
    private final List<float[][]> train = new ArrayList<>();
    private final List<float[][]> holdout = new ArrayList<>();

    /**
     * By an index's descriptor.
     *
     * @param classes of the model, in its order
     */
    public HoldoutDistance(TrainingIndex index, List<String> classes) {
        this.index = index;
        for (String name : classes) {
            train.add(rows(name, index.train(), index.trainDescriptors()));
            holdout.add(rows(name, index.holdout(), index.holdoutDescriptors()));
        }
    }

    /** What the distance is in. */
    public String descriptorId() {
        return index.descriptorId();
    }

    /** Of {@code perClass} training photos a class, or of all where there are fewer: real against real. */
    public double floor(int perClass) {
        List<float[][]> rows = train.stream()
                .map(all -> Arrays.copyOf(all, Math.min(perClass, all.length)))
                .toList();
        return mean(rows);
    }

    /**
     * Of images.
     *
     * @param byClass at least two images a class, in the order of the model's classes
     */
    public double of(List<List<PixelImage>> byClass) {
        return mean(byClass.stream()
                .map(images -> images.stream().map(index::describe).toArray(float[][]::new))
                .toList());
    }

    /** Root mean square difference of images of the same seeds, in grey levels of 255. */
    public static double greyLevels(List<List<PixelImage>> images, List<List<PixelImage>> expected) {
        double squares = 0;
        long count = 0;
        for (int c = 0; c < images.size(); c++) {
            for (int i = 0; i < images.get(c).size(); i++) {
                byte[] a = images.get(c).get(i).samples();
                byte[] b = expected.get(c).get(i).samples();
                for (int k = 0; k < a.length; k++) {
                    double difference = (a[k] & 0xff) - (b[k] & 0xff);
                    squares += difference * difference;
                }
                count += a.length;
            }
        }
        return Math.sqrt(squares / count);
    }

    private double mean(List<float[][]> byClass) {
        double sum = 0;
        for (int c = 0; c < holdout.size(); c++) {
            sum += EnergyDistance.between(byClass.get(c), holdout.get(c));
        }
        return sum / holdout.size();
    }

    private static float[][] rows(String className, List<IndexEntry> entries, float[][] descriptors) {
        List<float[]> rows = new ArrayList<>();
        for (int i = 0; i < descriptors.length; i++) {
            if (entries.get(i).className().equals(className)) {
                rows.add(descriptors[i]);
            }
        }
        return rows.toArray(float[][]::new);
    }
}
