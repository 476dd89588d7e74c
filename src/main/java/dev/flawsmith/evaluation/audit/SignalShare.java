package dev.flawsmith.evaluation.audit;

/**
 * What a noisy image's distances would be without its noise. Its vector g, of length 1, is k s + n: s what it shows, of
 * length 1, and n noise, orthogonal to every photo but for chance. For a photo t of length 1, cos(t, g) is k cos(t, s) on
 * average, and so
 *
 * <pre>  distance(t, s)^2 = 2 - 2 cos(t, g) / k</pre>
 *
 * Without it a heavily noisy copy is about as far from its photo as from any other: noise adds to all distances alike. No
 * distance grows, and none falls below {@value #LEAST} of itself, so that only what is equal is at 0.
 *
 * @param share k, in [{@value #LEAST_SHARE}, 1]
 */
record SignalShare(double share) {
    /** Nothing is known of noise, and distances are what they are. */
    static final SignalShare WHOLE = new SignalShare(1);

    private static final double LEAST = 0.05;
    private static final double LEAST_SHARE = 0.15;

    SignalShare {
        if (!(share >= LEAST_SHARE && share <= 1)) {
            throw new IllegalArgumentException("expected a share in [" + LEAST_SHARE + ", 1], found " + share);
        }
    }

    /**
     * The share of an image whose noise was measured.
     *
     * @param noise squared length that the noise has in the vector, at least 0
     * @param whole squared length of the vector before it was brought to 1; 0 is an image of one grey level
     */
    static SignalShare of(double noise, double whole) {
        double picture = whole > 0 ? 1 - noise / whole : 1;
        return new SignalShare(Math.sqrt(Math.max(LEAST_SHARE * LEAST_SHARE, picture)));
    }

    /**
     * The distance without noise.
     *
     * @param distance between vectors of length 1, in [0, 2]
     */
    double distance(double distance) {
        double cosine = 1 - distance * distance / 2;
        double squared = 2 - 2 * cosine / share;
        return share == 1 ? distance : Math.min(distance, Math.max(Math.sqrt(Math.max(0, squared)), LEAST * distance));
    }
}
