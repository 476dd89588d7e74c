package dev.flawsmith.sampling;

/**
 * The way of a one-step generator: {@code z} goes in, the image comes out, and there is nothing between. It shares calls with
 * others as every trajectory does.
 */
public final class OneStepTrajectory implements Trajectory {
    /** Nothing but noise; what asks for it does not look. */
    private static final NoiseLevel LEVEL = new NoiseLevel(0, 1, Double.NaN);

    private final float[] z;
    private float[] image = new float[0];
    private boolean done;

    /** @param z read, never changed */
    public OneStepTrajectory(float[] z) {
        this.z = z.clone();
    }

    @Override
    public boolean done() {
        return done;
    }

    @Override
    public Evaluation next() {
        requireOpen();
        return new Evaluation(z, LEVEL, true);
    }

    /** {@inheritDoc} Here the image, of whatever length. */
    @Override
    public void accept(float[] denoised) {
        requireOpen();
        for (float value : denoised) {
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException("expected finite values of the network, found " + value);
            }
        }
        image = denoised.clone();
        done = true;
    }

    private void requireOpen() {
        if (done) {
            throw new IllegalStateException("expected an image that is not finished, found a finished one");
        }
    }

    @Override
    public float[] sample() {
        return done ? image.clone() : z.clone();
    }

    @Override
    public float[] denoised() {
        return sample();
    }

    @Override
    public int step() {
        return evaluations();
    }

    @Override
    public int steps() {
        return 1;
    }

    @Override
    public int evaluations() {
        return done ? 1 : 0;
    }
}
