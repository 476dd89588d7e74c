package dev.flawsmith.dataset;

import dev.flawsmith.image.PixelImage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Photos grouped so that near-duplicates are together. Two photos are near-duplicates when the correlation of their
 * 32x32 grey thumbnails, the largest over the eight flips and quarter turns of one of them, is above a threshold; a
 * group is everything that such pairs connect. Blank photos form one group.
 *
 * @param groups indices into the list that was grouped, ascending; groups ordered by their first index
 */
public record DuplicateGroups(List<List<Integer>> groups) {
    /** Strips photographed twice correlate above this, two places on the same strip below. */
    public static final double DEFAULT_CORRELATION = 0.97;

    private static final int SYMMETRIES = 8;

    public DuplicateGroups {
        groups = groups.stream().map(List::copyOf).toList();
    }

    private record Pair(int first, int second) {}

    /**
     * Compares every pair; 1,360 photos take about a second.
     *
     * @param images square, any size, grey or RGB
     * @param correlation the threshold, in (0, 1)
     */
    public static DuplicateGroups find(List<PixelImage> images, double correlation) {
        if (!(correlation > 0 && correlation < 1)) {
            throw new IllegalArgumentException("expected a correlation between 0 and 1, found " + correlation);
        }
        List<Thumbnail> thumbnails =
                images.stream().parallel().map(Thumbnail::of).toList();
        // corr(g a, b) = corr(a, g^-1 b): turning one side of each unordered pair covers both.
        List<Pair> pairs = IntStream.range(0, images.size())
                .parallel()
                .boxed()
                .flatMap(i -> {
                    List<Thumbnail> turned = IntStream.range(0, SYMMETRIES)
                            .mapToObj(thumbnails.get(i)::turned)
                            .toList();
                    return IntStream.range(i + 1, images.size())
                            .filter(j -> anyCorrelates(turned, thumbnails.get(j), correlation))
                            .mapToObj(j -> new Pair(i, j));
                })
                .toList();
        UnionFind sets = new UnionFind(images.size());
        pairs.forEach(pair -> sets.union(pair.first(), pair.second()));
        Map<Integer, List<Integer>> groups = new LinkedHashMap<>();
        for (int i = 0; i < images.size(); i++) {
            groups.computeIfAbsent(sets.find(i), root -> new ArrayList<>()).add(i);
        }
        return new DuplicateGroups(new ArrayList<>(groups.values()));
    }

    private static boolean anyCorrelates(List<Thumbnail> turned, Thumbnail other, double correlation) {
        for (Thumbnail thumbnail : turned) {
            if (thumbnail.correlatesAbove(correlation, other)) {
                return true;
            }
        }
        return false;
    }
}
