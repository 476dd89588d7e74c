package dev.flawsmith.training;

import dev.flawsmith.model.Condition;
import dev.flawsmith.model.Denoiser;
import dev.flawsmith.model.DenoiserBatch;
import dev.flawsmith.sampling.Evaluation;
import dev.flawsmith.sampling.Trajectory;
import java.util.ArrayList;
import java.util.List;

/** Trajectories that go through a denoiser together, all that are not done at every call. */
final class Lockstep {
    private Lockstep() {}

    /**
     * One evaluation of each that is not done.
     *
     * @param conditions one a trajectory
     * @return whether there was any
     */
    static boolean evaluate(Denoiser denoiser, List<? extends Trajectory> trajectories, List<Condition> conditions) {
        List<Trajectory> open = new ArrayList<>();
        List<Condition> told = new ArrayList<>();
        for (int i = 0; i < trajectories.size(); i++) {
            if (!trajectories.get(i).done()) {
                open.add(trajectories.get(i));
                told.add(trajectories.get(i).next().conditioned() ? conditions.get(i) : Condition.NONE);
            }
        }
        int n = open.size();
        if (n == 0) {
            return false;
        }
        float[][] x = new float[n][];
        double[] alpha = new double[n];
        double[] sigma = new double[n];
        double[] timestep = new double[n];
        for (int i = 0; i < n; i++) {
            Evaluation evaluation = open.get(i).next();
            x[i] = evaluation.x();
            alpha[i] = evaluation.level().alpha();
            sigma[i] = evaluation.level().sigma();
            timestep[i] = evaluation.level().timestep();
        }
        float[][] denoised = denoiser.denoise(new DenoiserBatch(x, alpha, sigma, timestep, told));
        for (int i = 0; i < n; i++) {
            open.get(i).accept(denoised[i]);
        }
        return true;
    }
}
