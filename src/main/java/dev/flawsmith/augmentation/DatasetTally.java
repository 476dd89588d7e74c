package dev.flawsmith.augmentation;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** Counts and measurements of a dataset while its images come in. Not thread-safe. */
final class DatasetTally {
    private final Map<String, Long> synthetic = new TreeMap<>();
    private final Map<String, Long> real = new TreeMap<>();
    private final Map<Rejection, Long> rejected = new EnumMap<>(Rejection.class);
    private final AttributeSamples measured = new AttributeSamples();

    void add(DatasetImage image) {
        (image.synthetic() ? synthetic : real).merge(image.className(), 1L, Long::sum);
        addRejected(image.rejected());
        if (image.synthetic()) {
            measured.add(image.className(), image.measured());
        }
    }

    /** Refused candidates of an image that was never accepted. */
    void addRejected(Map<Rejection, Integer> others) {
        others.forEach((why, count) -> rejected.merge(why, (long) count, Long::sum));
    }

    /** Synthetic images of each class so far. */
    Map<String, Long> synthetic() {
        return synthetic;
    }

    /** Real photos of each class so far. */
    Map<String, Long> real() {
        return real;
    }

    Map<String, Long> all() {
        Map<String, Long> all = new TreeMap<>(synthetic);
        real.forEach((name, count) -> all.merge(name, count, Long::sum));
        return all;
    }

    Map<Rejection, Long> rejected() {
        return rejected;
    }

    /** Of synthetic images. */
    AttributeSamples measured() {
        return measured;
    }

    static long sum(Map<?, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
