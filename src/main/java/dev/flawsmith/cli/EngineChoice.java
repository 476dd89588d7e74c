package dev.flawsmith.cli;

import dev.flawsmith.synthesis.EngineCalibration;
import org.jspecify.annotations.Nullable;

/**
 * What a network runs on.
 *
 * @param place engine and threads; a PyTorch network goes to the first GPU where there is one
 * @param bucket rows of every call where images must be the same bytes in every run
 * @param slots most rows of a server's calls
 * @param calibration what it was chosen by, null if nothing was measured
 */
record EngineChoice(
        NetworkEngine.OnCpu place,
        int bucket,
        int slots,
        @Nullable EngineCalibration calibration) {
    /** Where nothing was measured: a batch that is near the fastest on every machine seen so far. */
    static final int BUCKET = 8;

    static final int SLOTS = 16;
}
