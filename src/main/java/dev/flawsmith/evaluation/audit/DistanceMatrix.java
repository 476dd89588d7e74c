package dev.flawsmith.evaluation.audit;

import dev.flawsmith.memorization.NeighbourTable;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Distances from every photo to every image, kept whole. */
final class DistanceMatrix {
    private final int photos;
    private final int images;
    private final double[] values;

    /** @param values {@code [photos][images]}, not copied */
    DistanceMatrix(int photos, int images, double[] values) {
        this.photos = photos;
        this.images = images;
        this.values = values;
    }

    int photos() {
        return photos;
    }

    int images() {
        return images;
    }

    double get(int photo, int image) {
        return values[photo * images + image];
    }

    /** For every photo its nearest image. */
    NeighbourTable imagesOfPhotos() {
        int[] all = IntStream.range(0, images).toArray();
        return table(photos, 1, (photo, from) -> nearest(all, 1, -1, image -> get(photo, image), from));
    }

    /** For every photo the k nearest images but for the one of its own number. */
    NeighbourTable imagesOfPhotosButOwn(int k) {
        int[] all = IntStream.range(0, images).toArray();
        return table(photos, k, (photo, from) -> nearest(all, k, photo, image -> get(photo, image), from));
    }

    /** For some images the k nearest of some photos; with {@code butOwn} the one of its own number is left out. */
    NeighbourTable photosOfImages(int[] queries, int[] chosen, int k, boolean butOwn) {
        return table(queries.length, k, (row, from) -> {
            int image = queries[row];
            nearest(chosen, k, butOwn ? image : -1, photo -> get(photo, image), from);
        });
    }

    private interface Distance {
        double to(int other);
    }

    private interface RowSearch {
        void fill(int row, Slots into);
    }

    /** Where one query's neighbours go. */
    private static final class Slots {
        private final double[] distances;
        private final int[] indices;
        private final int from;

        Slots(double[] distances, int[] indices, int from) {
            this.distances = distances;
            this.indices = indices;
            this.from = from;
        }
    }

    private static NeighbourTable table(int rows, int k, RowSearch search) {
        double[] distances = new double[rows * k];
        int[] indices = new int[rows * k];
        Arrays.fill(distances, Double.POSITIVE_INFINITY);
        IntStream.range(0, rows).parallel().forEach(row -> search.fill(row, new Slots(distances, indices, row * k)));
        return new NeighbourTable(k, distances, indices);
    }

    private static void nearest(int[] candidates, int k, int leftOut, Distance distance, Slots slots) {
        int end = slots.from + k - 1;
        for (int candidate : candidates) {
            double d = distance.to(candidate);
            if (candidate == leftOut || d >= slots.distances[end]) {
                continue;
            }
            int place = end;
            while (place > slots.from && slots.distances[place - 1] > d) {
                slots.distances[place] = slots.distances[place - 1];
                slots.indices[place] = slots.indices[place - 1];
                place--;
            }
            slots.distances[place] = d;
            slots.indices[place] = candidate;
        }
    }
}
