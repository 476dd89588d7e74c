package dev.flawsmith.model.djl;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.flawsmith.model.Denoiser;
import dev.flawsmith.model.DenoiserBatch;
import dev.flawsmith.model.EdmPreconditioning;
import dev.flawsmith.model.ImageShape;
import dev.flawsmith.model.UNetConfig;
import dev.flawsmith.model.UNetRows;

/** A {@link UNet} on DJL's PyTorch engine, preconditioned to {@code denoised = D(x; level, condition)}. */
public final class DjlDenoiser implements Denoiser {
    private final DjlNetwork network;
    private final UNetRows rows;
    private final String engine;

    private DjlDenoiser(DjlNetwork network, UNetRows rows, String engine) {
        this.network = network;
        this.rows = rows;
        this.engine = engine;
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
        return new DjlDenoiser(network, new UNetRows(config, edm), DjlDevice.engine(place));
    }

    @Override
    public ImageShape shape() {
        return rows.shape();
    }

    @Override
    public String engine() {
        return engine;
    }

    @Override
    public float[][] denoise(DenoiserBatch batch) {
        return rows.denoised(batch, run(batch.size(), rows.inputs(batch)));
    }

    private float[] run(int n, UNetRows.Inputs inputs) {
        UNetConfig config = network.config();
        ImageShape shape = rows.shape();
        try (NDManager scope = network.manager().newSubManager()) {
            NDList arrays = new NDList(
                    AlignedArrays.create(
                            scope, inputs.x(), new Shape(n, shape.channels(), shape.height(), shape.width())),
                    AlignedArrays.create(scope, inputs.level(), new Shape(n, 1)),
                    AlignedArrays.create(scope, inputs.label(), new Shape(n, config.classes())),
                    AlignedArrays.create(scope, inputs.sentence(), new Shape(n, config.textDimension())),
                    scope.zeros(new Shape(n, config.augmentDimension())));
            NDArray output = network.forward(arrays);
            return output.toFloatArray();
        }
    }

    @Override
    public void close() {
        network.close();
    }
}
