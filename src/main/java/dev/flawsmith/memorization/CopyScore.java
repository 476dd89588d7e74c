package dev.flawsmith.memorization;

import java.util.List;

/**
 * How near an image comes to a training photo, against how near it comes to photos in general: the smallest ratio over
 * the eight symmetries, {@code d(g, 1st) / mean of d(g, 1st) ... d(g, n-th)} (Carlini et al. 2023, section
 * 4.2, with n = min(50, N)). One photo being in the training set twice, or a few times, hardly moves the mean and so does
 * not hide a copy.
 *
 * @param score the ratio, in [0, 1]; small is close, an exact copy has 0
 * @param distance the distance to the nearest training photo over the eight symmetries; an exact copy has 0
 * @param nearest the row of that photo
 */
public record CopyScore(double score, double distance, int nearest) {
    /** Neighbours of the mean; fewer where there are fewer training photos. */
    public static final int NEIGHBOURS = 50;

    public CopyScore {
        if (!(score >= 0 && score <= 1)) {
            throw new IllegalArgumentException("expected a score in [0, 1], found " + score);
        }
        if (!(distance >= 0) || Double.isInfinite(distance)) {
            throw new IllegalArgumentException("expected a finite distance of at least 0, found " + distance);
        }
        if (nearest < 0) {
            throw new IllegalArgumentException("expected a row of at least 0, found " + nearest);
        }
    }

    /**
     * Scores an image by every pair of one of its rows and one view of the photos. Between them they hold the eight
     * symmetries: eight rows of the image and the photos as they are, or the image as it is and the photos in eight views.
     *
     * @param rows the image's, {@code [rows][dimension]}
     * @param views of the training photos, each of at least 2, the same photos in the same order
     */
    static CopyScore of(float[][] rows, List<NearestNeighbours> views) {
        double score = 1;
        Neighbour nearest = new Neighbour(Integer.MAX_VALUE, Double.POSITIVE_INFINITY);
        for (NearestNeighbours train : views) {
            if (train.size() < 2) {
                throw new IllegalArgumentException("expected at least 2 training photos, found " + train.size());
            }
            for (float[] row : rows) {
                List<Neighbour> neighbours = train.nearest(row, Math.min(NEIGHBOURS, train.size()));
                Neighbour first = neighbours.get(0);
                score = Math.min(score, ratio(neighbours));
                if (first.distance() < nearest.distance()
                        || (first.distance() == nearest.distance() && first.index() < nearest.index())) {
                    nearest = first;
                }
            }
        }
        return new CopyScore(score, nearest.distance(), nearest.index());
    }

    private static double ratio(List<Neighbour> neighbours) {
        double first = neighbours.get(0).distance();
        if (first == 0) {
            return 0; // also where every neighbour is an exact copy
        }
        double sum = 0;
        for (Neighbour neighbour : neighbours) {
            sum += neighbour.distance();
        }
        return Math.min(1, first / (sum / neighbours.size()));
    }
}
