package dev.flawsmith.training;

/** Changes of an image's values, {@code [channels, size, size]}, which are left as they are. Stateless. */
public final class PlaneChanges {
    private PlaneChanges() {}

    /** Left-right ({@code mirror}), upside down ({@code turn}) or both; the same array where neither. */
    public static float[] flipped(float[] values, int size, boolean mirror, boolean turn) {
        if (!mirror && !turn) {
            return values;
        }
        float[] out = new float[values.length];
        int planes = values.length / (size * size);
        for (int c = 0; c < planes; c++) {
            for (int y = 0; y < size; y++) {
                for (int x = 0; x < size; x++) {
                    int fromY = turn ? size - 1 - y : y;
                    int fromX = mirror ? size - 1 - x : x;
                    out[(c * size + y) * size + x] = values[(c * size + fromY) * size + fromX];
                }
            }
        }
        return out;
    }

    /**
     * Shifted and zoomed about the middle: bilinear, reflected at the edges.
     *
     * @param right pixels
     * @param down pixels
     * @param zoom above 1 enlarges
     */
    public static float[] moved(float[] values, int size, double right, double down, double zoom) {
        float[] out = new float[values.length];
        int plane = size * size;
        double centre = (size - 1) / 2.0;
        for (int y = 0; y < size; y++) {
            double fromY = (y - centre - down) / zoom + centre;
            int y0 = (int) Math.floor(fromY);
            float fy = (float) (fromY - y0);
            int top = reflected(y0, size) * size;
            int bottom = reflected(y0 + 1, size) * size;
            for (int x = 0; x < size; x++) {
                double fromX = (x - centre - right) / zoom + centre;
                int x0 = (int) Math.floor(fromX);
                float fx = (float) (fromX - x0);
                int left = reflected(x0, size);
                int other = reflected(x0 + 1, size);
                for (int c = 0; c < values.length; c += plane) {
                    float above = values[c + top + left] * (1 - fx) + values[c + top + other] * fx;
                    float below = values[c + bottom + left] * (1 - fx) + values[c + bottom + other] * fx;
                    out[c + y * size + x] = above * (1 - fy) + below * fy;
                }
            }
        }
        return out;
    }

    private static int reflected(int i, int size) {
        int period = 2 * size;
        int j = Math.floorMod(i, period);
        return j < size ? j : period - 1 - j;
    }

    /** Contrast by a factor about the mean of all values, then brightness added. */
    public static float[] toned(float[] values, double brightness, double contrast) {
        double mean = 0;
        for (float v : values) {
            mean += v / values.length;
        }
        float[] out = new float[values.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) (mean + contrast * (values[i] - mean) + brightness);
        }
        return out;
    }
}
