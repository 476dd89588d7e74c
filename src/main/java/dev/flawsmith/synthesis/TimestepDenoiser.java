package dev.flawsmith.synthesis;

import dev.flawsmith.model.Denoiser;
import dev.flawsmith.model.DenoiserBatch;
import dev.flawsmith.model.ImageShape;
import dev.flawsmith.model.TimestepNetwork;
import dev.flawsmith.sampling.NoiseLevel;
import dev.flawsmith.sampling.Prediction;

/** A network that predicts noise, velocity or the image at timesteps, as {@code denoised = D(x; level, condition)}. Owns it. */
public final class TimestepDenoiser implements Denoiser {
    private final TimestepNetwork network;
    private final Prediction prediction;

    /** @param prediction what the network was trained to output */
    public TimestepDenoiser(TimestepNetwork network, Prediction prediction) {
        this.network = network;
        this.prediction = prediction;
    }

    @Override
    public ImageShape shape() {
        return network.shape();
    }

    @Override
    public boolean unconditioned() {
        return network.unconditioned();
    }

    @Override
    public float[][] denoise(DenoiserBatch batch) {
        int n = batch.size();
        NoiseLevel[] levels = new NoiseLevel[n];
        float[][] inputs = new float[n][];
        for (int i = 0; i < n; i++) {
            levels[i] = new NoiseLevel(batch.alpha()[i], batch.sigma()[i], batch.timestep()[i]);
            inputs[i] = Prediction.input(batch.x()[i], levels[i]);
        }
        float[][] outputs = network.output(inputs, batch.timestep(), batch.conditions());
        float[][] denoised = new float[n][];
        for (int i = 0; i < n; i++) {
            denoised[i] = prediction.denoised(batch.x()[i], outputs[i], levels[i]);
        }
        return denoised;
    }

    @Override
    public String engine() {
        return network.engine();
    }

    @Override
    public void close() {
        network.close();
    }
}
