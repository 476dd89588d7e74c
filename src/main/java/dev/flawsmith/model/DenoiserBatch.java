package dev.flawsmith.model;

import java.util.List;

/**
 * Rows of one network call, each at its own noise level.
 *
 * @param x noisy rows, {@code [batch][channels * height * width]}, CHW
 * @param alpha signal scale of each row, {@code [batch]}
 * @param sigma noise standard deviation of each row, {@code [batch]}
 * @param timestep training timestep of each row, {@code [batch]}; NaN where the network needs none
 * @param conditions condition of each row, {@code [batch]}
 */
@SuppressWarnings("ArrayRecordComponent") // a hand-over, never compared
public record DenoiserBatch(
        float[][] x, double[] alpha, double[] sigma, double[] timestep, List<Condition> conditions) {
    public DenoiserBatch {
        if (x.length < 1
                || alpha.length != x.length
                || sigma.length != x.length
                || timestep.length != x.length
                || conditions.size() != x.length) {
            throw new IllegalArgumentException("expected as many levels and conditions as rows, found " + x.length
                    + " rows, " + alpha.length + " alphas, " + sigma.length + " sigmas, " + timestep.length
                    + " timesteps, " + conditions.size() + " conditions");
        }
        conditions = List.copyOf(conditions);
    }

    /** Rows in the batch. */
    public int size() {
        return x.length;
    }
}
