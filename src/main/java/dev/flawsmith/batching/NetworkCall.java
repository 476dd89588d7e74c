package dev.flawsmith.batching;

import dev.flawsmith.batching.BatchingException.Reason;
import dev.flawsmith.model.Condition;
import dev.flawsmith.model.Denoiser;
import dev.flawsmith.model.DenoiserBatch;
import dev.flawsmith.sampling.Evaluation;
import java.util.ArrayList;
import java.util.List;

/** One padded network call: gathers the rows' evaluations, and checks that the answer has their shape. */
final class NetworkCall {
    private final Denoiser denoiser;
    private final int rowSize;

    NetworkCall(Denoiser denoiser) {
        this.denoiser = denoiser;
        this.rowSize = denoiser.answerShape().size();
    }

    /**
     * Denoises every evaluation. Padding repeats the first row, so that it is as harmless as that one.
     *
     * @param evaluations 1 to {@code bucket} of them
     * @param conditions what the network is told at each evaluation
     * @param wide on all of the engine's threads; else in one of its lanes
     * @return {@code [bucket][row size]}; rows beyond the evaluations are padding
     * @throws BatchingException {@code ENGINE_FAILURE}
     * @throws NoMemoryException if memory ran out: fewer rows may do
     */
    float[][] denoise(List<Evaluation> evaluations, List<Condition> conditions, int bucket, boolean wide) {
        float[][] denoised;
        try {
            DenoiserBatch batch = gather(evaluations, conditions, bucket);
            denoised = wide ? denoiser.denoise(batch) : denoiser.denoiseInLane(batch);
        } catch (RuntimeException | Error e) { // an engine's Error (a missing symbol) ends rows, not the loop
            if (MemoryShortage.is(e)) {
                throw new NoMemoryException(e);
            }
            throw new BatchingException(Reason.ENGINE_FAILURE, "the network failed: " + e.getMessage(), e);
        }
        checkShape(denoised, bucket);
        return denoised;
    }

    /** Memory ran out in a call. */
    static final class NoMemoryException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoMemoryException(Throwable cause) {
            super(cause.getMessage(), cause);
        }
    }

    private void checkShape(float[][] denoised, int bucket) {
        if (denoised.length != bucket) {
            throw wrongShape(bucket, denoised.length + " rows");
        }
        for (float[] row : denoised) {
            if (row.length != rowSize) {
                throw wrongShape(bucket, "a row of " + row.length + " values");
            }
        }
    }

    private DenoiserBatch gather(List<Evaluation> evaluations, List<Condition> conditions, int bucket) {
        float[][] x = new float[bucket][];
        double[] alpha = new double[bucket];
        double[] sigma = new double[bucket];
        double[] timestep = new double[bucket];
        List<Condition> told = new ArrayList<>(bucket);
        for (int b = 0; b < bucket; b++) {
            int row = b < evaluations.size() ? b : 0;
            Evaluation evaluation = evaluations.get(row);
            x[b] = evaluation.x();
            alpha[b] = evaluation.level().alpha();
            sigma[b] = evaluation.level().sigma();
            timestep[b] = evaluation.level().timestep();
            told.add(conditions.get(row));
        }
        return new DenoiserBatch(x, alpha, sigma, timestep, told);
    }

    private BatchingException wrongShape(int bucket, String found) {
        return new BatchingException(
                Reason.ENGINE_FAILURE,
                "expected the network to answer [" + bucket + "][" + rowSize + "], found " + found);
    }
}
