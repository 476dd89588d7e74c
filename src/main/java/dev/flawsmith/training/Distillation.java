package dev.flawsmith.training;

import dev.flawsmith.model.Denoiser;
import dev.flawsmith.sampling.Guidance;
import dev.flawsmith.sampling.KarrasSchedule;
import dev.flawsmith.sampling.NoiseLevel;
import java.util.ArrayList;
import java.util.List;

/**
 * What a student is to learn from a teacher: to go in one Euler step where the teacher goes in several guided ones
 * (progressive distillation, Salimans and Ho 2022, with {@code substeps} at once instead of two and two; guidance becomes
 * part of the student, Meng et al. 2023). No photo is shown: the teacher's own trajectories are what is learnt from.
 *
 * @param teacher draws the trajectories; its opener closes it
 * @param sampler that it draws with
 * @param guidance that it draws with where it is told a condition
 * @param schedule noise levels of the student, its last one above {@code sigmaMin}
 * @param steps of the student, at least 2
 * @param substeps of the teacher within one of the student, at least 1
 * @param sigmaMin smallest level of the teacher above 0
 */
public record Distillation(
        Denoiser teacher,
        String sampler,
        Guidance guidance,
        KarrasSchedule schedule,
        int steps,
        int substeps,
        double sigmaMin) {
    public Distillation {
        if (steps < 2 || substeps < 1) {
            throw new IllegalArgumentException(
                    "expected at least 2 steps and 1 substep, found " + steps + " steps and " + substeps + " substeps");
        }
        if (!(sigmaMin > 0 && sigmaMin < schedule.sigmaMin())) {
            throw new IllegalArgumentException("expected a smallest level of the teacher above 0 and below the"
                    + " student's, " + schedule.sigmaMin() + ", found " + sigmaMin);
        }
    }

    /** The student's levels, {@code steps} and then 0. */
    double[] sigmas() {
        return schedule.sigmas(steps);
    }

    /**
     * The teacher's levels, {@code steps * substeps} and then 0: every {@code substeps}-th is one of the student's. Within a
     * step of the student they are as even in {@code sigma^(1/rho)} as its own.
     */
    List<NoiseLevel> levels() {
        List<NoiseLevel> levels = new ArrayList<>();
        double[] sigmas = sigmas();
        double root = 1 / schedule.rho();
        for (int step = 0; step < steps; step++) {
            double from = Math.pow(sigmas[step], root);
            boolean last = step == steps - 1;
            double to = Math.pow(last ? sigmaMin : sigmas[step + 1], root);
            int parts = last ? Math.max(1, substeps - 1) : substeps; // the last part of the last step ends at 0
            levels.add(NoiseLevel.ofSigma(sigmas[step]));
            for (int part = 1; part < substeps; part++) {
                levels.add(NoiseLevel.ofSigma(Math.pow(from + (to - from) * part / parts, schedule.rho())));
            }
        }
        levels.add(NoiseLevel.ofSigma(0));
        return levels;
    }

    /** Names all of it but the teacher. */
    public String identity() {
        return " distilled=" + sampler + " " + guidance + " " + schedule + " steps=" + steps + " substeps=" + substeps
                + " sigmaMin=" + sigmaMin;
    }
}
