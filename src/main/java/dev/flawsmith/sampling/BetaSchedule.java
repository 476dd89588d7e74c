package dev.flawsmith.sampling;

/**
 * How much noise each training timestep of a variance-preserving model adds. Computed in float32 as the training code
 * of such models does, since their tables carry its rounding.
 */
public enum BetaSchedule {
    /** Evenly spaced (Ho et al. 2020, section 4). */
    LINEAR {
        @Override
        float[] betas(int timesteps, double start, double end) {
            return evenlySpaced(timesteps, start, end);
        }
    },
    /** Squares of evenly spaced roots (latent diffusion, Rombach et al. 2022). */
    SCALED_LINEAR {
        @Override
        float[] betas(int timesteps, double start, double end) {
            float[] betas = evenlySpaced(timesteps, Math.sqrt(start), Math.sqrt(end));
            for (int i = 0; i < timesteps; i++) {
                betas[i] *= betas[i];
            }
            return betas;
        }
    },
    /** From {@code alphaBar(t) = cos²((t + 0.008) / 1.008 · π/2)} (Nichol and Dhariwal 2021, eq. 17), at most 0.999. */
    SQUARED_COSINE {
        @Override
        float[] betas(int timesteps, double start, double end) {
            float[] betas = new float[timesteps];
            for (int i = 0; i < timesteps; i++) {
                double ratio = alphaBar((i + 1.0) / timesteps) / alphaBar((double) i / timesteps);
                betas[i] = (float) Math.min(1 - ratio, 0.999);
            }
            return betas;
        }
    };

    /**
     * The noise variances.
     *
     * @param start first beta, for the schedules that take one
     * @param end last beta, for the schedules that take one
     * @return {@code [timesteps]}
     */
    abstract float[] betas(int timesteps, double start, double end);

    private static float[] evenlySpaced(int count, double start, double end) {
        float[] values = new float[count];
        float first = (float) start;
        float last = (float) end;
        float step = count == 1 ? 0 : (last - first) / (count - 1);
        for (int i = 0; i < count; i++) {
            values[i] = i < count / 2 ? first + step * i : last - step * (count - 1 - i);
        }
        return values;
    }

    private static double alphaBar(double t) {
        double cosine = Math.cos((t + 0.008) / 1.008 * Math.PI / 2);
        return cosine * cosine;
    }
}
