package dev.flawsmith.model.djl;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.flawsmith.model.Condition;
import dev.flawsmith.model.Denoiser;
import dev.flawsmith.model.DenoiserBatch;
import dev.flawsmith.model.EdmPreconditioning;
import dev.flawsmith.model.ImageShape;

/**
 * A {@link UNet} on DJL's PyTorch engine, preconditioned (Karras et al. 2022, eq. 7) to
 * {@code denoised = D(x; level, condition)}. Variance-preserving levels are brought to the network's variance-exploding
 * form by dividing x and sigma by alpha.
 */
public final class DjlDenoiser implements Denoiser {
    private final DjlNetwork network;
    private final EdmPreconditioning edm;
    private final ImageShape shape;
    private final String engine;

    private DjlDenoiser(DjlNetwork network, EdmPreconditioning edm, String engine) {
        this.network = network;
        this.edm = edm;
        this.engine = engine;
        UNetConfig config = network.config();
        this.shape = new ImageShape(config.imageChannels(), config.imageSize(), config.imageSize());
    }

    /**
     * Loads a network.
     *
     * @param weights flat, in the order of {@link DjlNetwork#tensors(UNetConfig)}
     * @param device {@code cpu}, {@code cuda:N} or {@code auto}
     */
    public static DjlDenoiser create(UNetConfig config, float[] weights, EdmPreconditioning edm, String device) {
        Device place = DjlDevice.parse(device);
        DjlNetwork network = DjlNetwork.create(config, weights, place, false);
        return new DjlDenoiser(network, edm, DjlDevice.engine(place));
    }

    @Override
    public ImageShape shape() {
        return shape;
    }

    @Override
    public String engine() {
        return engine;
    }

    @Override
    public float[][] denoise(DenoiserBatch batch) {
        UNetConfig config = network.config();
        int n = batch.size();
        int size = shape.size();
        float[] input = new float[n * size];
        float[] level = new float[n];
        float[] label = new float[n * config.classes()];
        float[] sentence = new float[n * config.textDimension()];
        for (int i = 0; i < n; i++) {
            double sigma = requireNoise(batch, i) / batch.alpha()[i];
            double scale = edm.cIn(sigma) / batch.alpha()[i];
            float[] x = requireRow(batch.x()[i], i);
            for (int j = 0; j < size; j++) {
                input[i * size + j] = (float) (scale * x[j]);
            }
            level[i] = (float) edm.cNoise(sigma);
            describe(batch.conditions().get(i), i, label, sentence);
        }
        return precondition(batch, run(n, input, level, label, sentence));
    }

    private float[] run(int n, float[] input, float[] level, float[] label, float[] sentence) {
        UNetConfig config = network.config();
        try (NDManager scope = network.manager().newSubManager()) {
            NDList inputs = new NDList(
                    AlignedArrays.create(scope, input, new Shape(n, shape.channels(), shape.height(), shape.width())),
                    AlignedArrays.create(scope, level, new Shape(n, 1)),
                    AlignedArrays.create(scope, label, new Shape(n, config.classes())),
                    AlignedArrays.create(scope, sentence, new Shape(n, config.textDimension())),
                    scope.zeros(new Shape(n, config.augmentDimension())));
            NDArray output = network.forward(inputs);
            return output.toFloatArray();
        }
    }

    private float[][] precondition(DenoiserBatch batch, float[] raw) {
        int size = shape.size();
        float[][] denoised = new float[batch.size()][size];
        for (int i = 0; i < denoised.length; i++) {
            double alpha = batch.alpha()[i];
            double sigma = batch.sigma()[i] / alpha;
            double skip = edm.cSkip(sigma) / alpha;
            double out = edm.cOut(sigma);
            for (int j = 0; j < size; j++) {
                denoised[i][j] = (float) (skip * batch.x()[i][j] + out * raw[i * size + j]);
            }
        }
        return denoised;
    }

    private void describe(Condition condition, int row, float[] label, float[] sentence) {
        UNetConfig config = network.config();
        if (condition.classIndex() >= config.classes()) {
            throw new IllegalArgumentException("expected a class index below " + config.classes() + ", found "
                    + condition.classIndex() + " in row " + row);
        }
        if (condition.classIndex() >= 0) {
            label[row * config.classes() + condition.classIndex()] = 1;
        }
        float[] text = condition.text();
        if (text != null) {
            if (text.length != config.textDimension()) {
                throw new IllegalArgumentException("expected an embedding of " + config.textDimension()
                        + " values, found " + text.length + " in row " + row);
            }
            System.arraycopy(text, 0, sentence, row * text.length, text.length);
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

    @Override
    public void close() {
        network.close();
    }
}
