package dev.flawsmith.batching;

/**
 * How much state an image has, counted in float arrays of the size of what is denoised. What is smaller (noise levels, the
 * few conditions of a request) and what is the same for all (the network's own memory) is left out.
 *
 * @param values floats of one array: channels × height × width of what is denoised
 * @param arrays most arrays of that size that one trajectory holds between two ticks: the sampler's own ({@link
 *     dev.flawsmith.sampling.Sampler#stateArrays()}), and two more for guidance
 * @param pixels samples of a finished image: {@code values}, unless it is decoded from something smaller
 */
public record RowState(int values, int arrays, int pixels) {
    private static final int FLOAT_BYTES = 4;

    public RowState {
        if (values < 1 || arrays < 0 || pixels < 1) {
            throw new IllegalArgumentException("expected at least 1 value, 0 arrays and 1 pixel, found " + values + ", "
                    + arrays + " and " + pixels);
        }
    }

    /** Of what is an image itself. */
    public RowState(int values, int arrays) {
        this(values, arrays, values);
    }

    /**
     * Bytes that a request pins until it is over: a trajectory for each of the rows that can have one of the slots, and
     * for every image its sample, which waits for the guard as floats and for the request's end as 8-bit pixels:
     * {@code 4 values arrays min(images, slots) + (4 values + pixels) images}.
     */
    long bytes(int images, int slots) {
        long trajectories = (long) FLOAT_BYTES * values * arrays * Math.min(images, slots);
        return trajectories + ((long) FLOAT_BYTES * values + pixels) * images;
    }
}
