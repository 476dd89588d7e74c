package dev.flawsmith.model;

/**
 * What every engine does around a {@link UNetConfig}'s network {@code F}: rows of a batch become its inputs, its output
 * becomes denoised rows (Karras et al. 2022, eq. 7). Variance-preserving levels are brought to the network's
 * variance-exploding form by dividing x and sigma by alpha. Immutable.
 */
public final class UNetRows {
    private final UNetConfig config;
    private final EdmPreconditioning edm;
    private final ImageShape shape;

    public UNetRows(UNetConfig config, EdmPreconditioning edm) {
        this.config = config;
        this.edm = edm;
        this.shape = new ImageShape(config.imageChannels(), config.imageSize(), config.imageSize());
    }

    /** The shape of one row. */
    public ImageShape shape() {
        return shape;
    }

    /**
     * Inputs of the network; its augmentation label is all zero.
     *
     * @param x {@code c_in * x}, {@code [batch, channels, size, size]}
     * @param level {@code c_noise}, {@code [batch, 1]}
     * @param label one-hot class or zeros, {@code [batch, classes]}
     * @param sentence embedding or zeros, {@code [batch, text]}
     */
    @SuppressWarnings("ArrayRecordComponent") // a hand-over, never compared
    public record Inputs(float[] x, float[] level, float[] label, float[] sentence) {}

    /**
     * The inputs of a batch.
     *
     * @throws IllegalArgumentException if a row's length, noise level or condition does not fit the network
     */
    public Inputs inputs(DenoiserBatch batch) {
        int n = batch.size();
        int size = shape.size();
        Inputs inputs = new Inputs(
                new float[n * size],
                new float[n],
                new float[n * config.classes()],
                new float[n * config.textDimension()]);
        for (int i = 0; i < n; i++) {
            double sigma = requireNoise(batch, i) / batch.alpha()[i];
            double scale = edm.cIn(sigma) / batch.alpha()[i];
            float[] x = requireRow(batch.x()[i], i);
            int from = i * size;
            for (int j = 0; j < size; j++) {
                inputs.x[from + j] = (float) (scale * x[j]);
            }
            inputs.level[i] = (float) edm.cNoise(sigma);
            describe(batch.conditions().get(i), i, inputs);
        }
        return inputs;
    }

    /** {@code cSkip x + cOut F} of every row. */
    public float[][] denoised(DenoiserBatch batch, float[] raw) {
        int size = shape.size();
        float[][] denoised = new float[batch.size()][size];
        for (int i = 0; i < denoised.length; i++) {
            double alpha = batch.alpha()[i];
            double sigma = batch.sigma()[i] / alpha;
            double skip = edm.cSkip(sigma) / alpha;
            double out = edm.cOut(sigma);
            float[] x = batch.x()[i];
            float[] row = denoised[i];
            int from = i * size;
            for (int j = 0; j < size; j++) {
                row[j] = (float) (skip * x[j] + out * raw[from + j]);
            }
        }
        return denoised;
    }

    private void describe(Condition condition, int row, Inputs inputs) {
        if (condition.classIndex() >= config.classes()) {
            throw new IllegalArgumentException("expected a class index below " + config.classes() + ", found "
                    + condition.classIndex() + " in row " + row);
        }
        if (condition.classIndex() >= 0) {
            inputs.label[row * config.classes() + condition.classIndex()] = 1;
        }
        float[] text = condition.text();
        if (text != null) {
            if (text.length != config.textDimension()) {
                throw new IllegalArgumentException("expected an embedding of " + config.textDimension()
                        + " values, found " + text.length + " in row " + row);
            }
            System.arraycopy(text, 0, inputs.sentence, row * text.length, text.length);
        }
    }

    private float[] requireRow(float[] x, int row) {
        if (x.length != shape.size()) {
            throw new IllegalArgumentException(
                    "expected " + shape.size() + " values in row " + row + ", found " + x.length);
        }
        return x;
    }

    private static double requireNoise(DenoiserBatch batch, int row) {
        if (!(batch.alpha()[row] > 0) || !(batch.sigma()[row] > 0)) {
            throw new IllegalArgumentException("expected alpha and sigma above 0 in row " + row + ", found "
                    + batch.alpha()[row] + " and " + batch.sigma()[row]);
        }
        return batch.sigma()[row];
    }
}
