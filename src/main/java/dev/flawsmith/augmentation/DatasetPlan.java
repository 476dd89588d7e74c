package dev.flawsmith.augmentation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which image of a dataset is drawn from what: a pure function of the spec and the number of images of each class.
 * Images are numbered from 0, class after class; of a class, model after model and prompt after prompt.
 */
public final class DatasetPlan {
    private static final long STRIDE = 0x9E3779B97F4A7C15L;
    private static final double GOLDEN = 0.6180339887498949;

    private final DatasetSpec spec;
    private final Map<String, Long> counts;
    private final List<Run> runs;
    private final long images;
    /** The first image of each class. */
    private final Map<String, Long> firsts = new HashMap<>();

    /**
     * Images of one class, model and prompt, one after another.
     *
     * @param prompt null draws from the class
     * @param first the first image's number
     * @param count at least 1
     */
    public record Run(
            String model, String className, @Nullable String prompt, long first, long count) {
        long end() {
            return first + count;
        }
    }

    private DatasetPlan(DatasetSpec spec, Map<String, Long> counts, List<Run> runs, long images) {
        this.spec = spec;
        this.counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
        this.runs = List.copyOf(runs);
        this.images = images;
        this.runs.forEach(run -> firsts.putIfAbsent(run.className(), run.first()));
    }

    /**
     * Numbers the images.
     *
     * @param counts synthetic images of each class, in order
     */
    public static DatasetPlan of(DatasetSpec spec, Map<String, Long> counts) {
        List<Run> runs = new ArrayList<>();
        long next = 0;
        for (Map.Entry<String, Long> entry : counts.entrySet()) {
            List<DatasetSpec.Prompt> prompts = spec.prompts().getOrDefault(entry.getKey(), List.of());
            List<Double> shares = new ArrayList<>();
            List<Run> kinds = new ArrayList<>();
            spec.models().forEach((model, share) -> {
                if (prompts.isEmpty()) {
                    kinds.add(new Run(model, entry.getKey(), null, 0, 1));
                    shares.add(share);
                }
                for (DatasetSpec.Prompt prompt : prompts) {
                    kinds.add(new Run(model, entry.getKey(), prompt.text(), 0, 1));
                    shares.add(share * prompt.share());
                }
            });
            long[] parts = apportion(entry.getValue(), shares);
            for (int i = 0; i < parts.length; i++) {
                if (parts[i] > 0) {
                    Run kind = kinds.get(i);
                    runs.add(new Run(kind.model(), kind.className(), kind.prompt(), next, parts[i]));
                    next += parts[i];
                }
            }
        }
        return new DatasetPlan(spec, counts, runs, next);
    }

    /** Whole numbers in proportion to shares, by largest remainder; earlier ones win ties. */
    static long[] apportion(long total, List<Double> shares) {
        double sum = shares.stream().mapToDouble(Double::doubleValue).sum();
        long[] parts = new long[shares.size()];
        double[] rest = new double[parts.length];
        long given = 0;
        for (int i = 0; i < parts.length; i++) {
            double exact = total * shares.get(i) / sum;
            parts[i] = (long) Math.floor(exact + 1e-9);
            rest[i] = exact - parts[i];
            given += parts[i];
        }
        for (; given < total; given++) {
            int most = 0;
            for (int i = 1; i < parts.length; i++) {
                most = rest[i] > rest[most] + 1e-12 ? i : most;
            }
            parts[most]++;
            rest[most] -= 1;
        }
        return parts;
    }

    public List<Run> runs() {
        return runs;
    }

    /** All synthetic images. */
    public long images() {
        return images;
    }

    /** Synthetic images of each class, in order; a class may have none. */
    public Map<String, Long> counts() {
        return counts;
    }

    /** The run that an image belongs to. */
    public Run run(long index) {
        int low = 0;
        int high = runs.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (runs.get(middle).first() <= index) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return runs.get(low);
    }

    /** The seed of an image's candidate, from 0: {@code seed + index} for the first, spread over all longs for the others. */
    public long seed(long index, int candidate) {
        return (spec.seed() + index + candidate * STRIDE) & Long.MAX_VALUE;
    }

    /** An image's split: spread evenly over each class in the shares that the spec states. */
    public String split(long index) {
        long place = index - firsts.getOrDefault(run(index).className(), 0L);
        double u = (0.5 + place * GOLDEN) % 1;
        double sum =
                spec.splits().values().stream().mapToDouble(Double::doubleValue).sum();
        double below = 0;
        String last = "train";
        for (Map.Entry<String, Double> entry : spec.splits().entrySet()) {
            if (entry.getValue() > 0) {
                last = entry.getKey();
                below += entry.getValue() / sum;
                if (u < below) {
                    return last;
                }
            }
        }
        return last;
    }
}
