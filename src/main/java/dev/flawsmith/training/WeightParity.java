package dev.flawsmith.training;

import dev.flawsmith.model.Condition;
import dev.flawsmith.model.DenoiserBatch;
import dev.flawsmith.model.EdmPreconditioning;
import dev.flawsmith.model.ModelPackage;
import dev.flawsmith.model.djl.DjlDenoiser;
import dev.flawsmith.model.djl.DjlNetwork;
import dev.flawsmith.model.djl.NamedTensors;
import dev.flawsmith.sampling.Noise;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How far the stored half-precision weights move denoised images from those of the trained single-precision ones:
 * sixteen rows of noise at noise levels from 0.02 to 80, every class in turn.
 *
 * @param largest largest difference of a sample, in grey levels of 255
 * @param mean mean absolute difference, in grey levels of 255
 */
public record WeightParity(double largest, double mean) {
    private static final int ROWS = 16;
    private static final double SIGMA_MIN = 0.02;
    private static final double SIGMA_MAX = 80;

    /** Compares the trained weights with those that {@link PackageWriter#writeWeights} wrote to a folder. */
    public static WeightParity measure(TrainingRun run, Decoding decoding, float[] trained, Path directory)
            throws IOException {
        float[] single = denoised(run, decoding, trained);
        float[] half = denoised(run, decoding, stored(run, directory));
        double largest = 0;
        double sum = 0;
        for (int i = 0; i < single.length; i++) {
            double difference = 127.5 * Math.abs(clipped(single[i]) - clipped(half[i]));
            largest = Math.max(largest, difference);
            sum += difference;
        }
        return new WeightParity(largest, sum / single.length);
    }

    private static double clipped(float pixel) {
        return Math.max(-1, Math.min(1, pixel));
    }

    private static float[] stored(TrainingRun run, Path directory) {
        return NamedTensors.read(DjlNetwork.tensors(run.network()), directory.resolve(ModelPackage.DENOISER));
    }

    private static float[] denoised(TrainingRun run, Decoding decoding, float[] weights) {
        try (DjlDenoiser denoiser =
                DjlDenoiser.create(run.network(), weights, new EdmPreconditioning(run.sigmaData()), run.device())) {
            int size = denoiser.shape().size();
            float[][] x = new float[ROWS][];
            double[] alpha = new double[ROWS];
            double[] sigma = new double[ROWS];
            double[] timestep = new double[ROWS];
            List<Condition> conditions = new ArrayList<>();
            Arrays.fill(alpha, 1);
            Arrays.fill(timestep, Double.NaN);
            for (int i = 0; i < ROWS; i++) {
                sigma[i] = SIGMA_MIN * Math.pow(SIGMA_MAX / SIGMA_MIN, i / (ROWS - 1.0));
                x[i] = new Noise(i, 0).standardNormal(0, size);
                for (int j = 0; j < size; j++) {
                    x[i][j] *= (float) Math.hypot(sigma[i], run.sigmaData());
                }
                conditions.add(Condition.ofClass(i % run.network().classes()));
            }
            float[][] rows = denoiser.denoise(new DenoiserBatch(x, alpha, sigma, timestep, conditions));
            int pixels = decoding.shape().size();
            float[] all = new float[ROWS * pixels];
            for (int i = 0; i < ROWS; i++) {
                System.arraycopy(decoding.pixels().apply(rows[i]), 0, all, i * pixels, pixels);
            }
            return all;
        }
    }

    /** A sentence for the model card. */
    public String describe() {
        return String.format(
                Locale.ROOT,
                "Weights are stored in half precision. Against the trained single-precision ones, denoised images differ by"
                        + " %.3f grey levels of 255 in the mean and %.2f at most (%d images of noise at levels %.2f to %.0f;"
                        + " measured by `train` when it wrote the package).",
                mean,
                largest,
                ROWS,
                SIGMA_MIN,
                SIGMA_MAX);
    }
}
