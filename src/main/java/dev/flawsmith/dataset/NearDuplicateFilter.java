package dev.flawsmith.dataset;

import dev.flawsmith.image.PixelImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongFunction;

/**
 * Finds images that look like one that was added before, in the sense of {@link DuplicateGroups}: exactly, at 132 bytes an
 * added image. Block means are kept and rule most pairs out; for the others the earlier image is asked for again. Time
 * grows with the square of a group's images: ten thousand take about half a minute together. Not thread-safe.
 */
public final class NearDuplicateFilter {
    private static final int SYMMETRIES = 8;
    private static final int COARSE = 64;
    private static final float UNIT = 32767;
    /** More than rounding to {@link #UNIT}ths can change a dot product by. */
    private static final float ROUNDING = 1e-3f;

    private final double correlation;
    private final LongFunction<PixelImage> earlier;
    private final Map<String, Group> groups = new HashMap<>();

    /**
     * @param correlation above it two images are near-duplicates, in (0, 1]; 1 finds none
     * @param earlier gives an added image again, by its number
     */
    public NearDuplicateFilter(double correlation, LongFunction<PixelImage> earlier) {
        if (!(correlation > 0 && correlation <= 1)) {
            throw new IllegalArgumentException("expected a correlation above 0 and up to 1, found " + correlation);
        }
        this.correlation = correlation;
        this.earlier = earlier;
    }

    /** The number of the first image of the group that looks like this one. */
    public OptionalLong find(String group, PixelImage image) {
        Group members = groups.get(group);
        if (members == null || correlation == 1) {
            return OptionalLong.empty();
        }
        Thumbnail thumbnail = Thumbnail.of(image);
        List<Thumbnail> turned = new ArrayList<>();
        for (int symmetry = 0; symmetry < SYMMETRIES; symmetry++) {
            turned.add(thumbnail.turned(symmetry));
        }
        for (int i = 0; i < members.size; i++) {
            if (members.mayCorrelate(i, turned, correlation)) {
                Thumbnail other = Thumbnail.of(earlier.apply(members.numbers[i]));
                if (turned.stream().anyMatch(each -> each.correlatesAbove(correlation, other))) {
                    return OptionalLong.of(members.numbers[i]);
                }
            }
        }
        return OptionalLong.empty();
    }

    /** Adds an image under a number that {@code earlier} knows. */
    public void add(String group, long number, PixelImage image) {
        if (correlation < 1) {
            groups.computeIfAbsent(group, name -> new Group()).add(number, Thumbnail.of(image));
        }
    }

    private static final class Group {
        private short[] means = new short[16 * COARSE];
        private float[] rests = new float[16];
        private long[] numbers = new long[16];
        private int size;

        void add(long number, Thumbnail thumbnail) {
            if (size == numbers.length) {
                int larger = size + size / 2;
                means = Arrays.copyOf(means, larger * COARSE);
                rests = Arrays.copyOf(rests, larger);
                numbers = Arrays.copyOf(numbers, larger);
            }
            float[] coarse = thumbnail.coarse();
            for (int i = 0; i < COARSE; i++) {
                means[size * COARSE + i] = (short) Math.round(coarse[i] * UNIT);
            }
            rests[size] = thumbnail.rest();
            numbers[size++] = number;
        }

        boolean mayCorrelate(int i, List<Thumbnail> turned, double correlation) {
            for (Thumbnail each : turned) {
                float[] coarse = each.coarse();
                float dot = 0;
                for (int j = 0; j < COARSE; j++) {
                    dot += means[i * COARSE + j] * coarse[j];
                }
                if (dot / UNIT + rests[i] * each.rest() + ROUNDING > correlation) {
                    return true;
                }
            }
            return false;
        }
    }
}
