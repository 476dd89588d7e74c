package dev.flawsmith.batching;

/**
 * How much state an image has, counted in float arrays of the image's size. What is smaller (noise levels, conditions)
 * and what is the same for all (the network's own memory) is left out.
 *
 * @param values floats of one array: channels × height × width of what is denoised
 * @param arrays most arrays of that size that one trajectory holds between two ticks: the sampler's own ({@link
 *     dev.flawsmith.sampling.Sampler#stateArrays()}), and two more for guidance
 */
public record RowState(int values, int arrays) {
    private static final int FLOAT_BYTES = 4;

    public RowState {
        if (values < 1 || arrays < 0) {
            throw new IllegalArgumentException(
                    "expected at least 1 value and 0 arrays, found " + values + " and " + arrays);
        }
    }

    /**
     * Bytes that a request pins until it is over: a trajectory for each of the rows that can have one of the slots, and
     * for every image its sample, which waits for the guard as floats and for the request's end as 8-bit pixels:
     * {@code 4 values arrays min(images, slots) + (4 + 1) values images}.
     */
    long bytes(int images, int slots) {
        long trajectories = (long) FLOAT_BYTES * values * arrays * Math.min(images, slots);
        return trajectories + (long) (FLOAT_BYTES + 1) * values * images;
    }
}
