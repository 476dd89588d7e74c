package dev.flawsmith.cli;

import dev.flawsmith.model.Denoiser;
import dev.flawsmith.model.DenoiserParity;
import dev.flawsmith.model.ModelPackage;
import dev.flawsmith.model.onnx.Precision;
import dev.flawsmith.synthesis.EngineCalibration;
import dev.flawsmith.synthesis.EngineCalibration.Speed;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleBiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures engines × threads × bucket for one model, one network at a time, and picks: first engine and threads at
 * {@value EngineChoice#BUCKET} rows, then the bucket, of whose candidates each keeps the best of a few turns. What is
 * named first stays unless another is more than a tenth faster, so that noise does not decide.
 *
 * <p>After {@link #BUDGET} nothing more is measured: on a busy machine the choice is among what was.
 *
 * <p>PyTorch is measured with one number of threads only: it cannot change within a process.
 */
final class EngineRace {
    private static final Logger log = LoggerFactory.getLogger(EngineRace.class);
    private static final double MARGIN = 1.1;
    /** The whole of it takes five seconds on two idle cores. */
    static final Duration BUDGET = Duration.ofSeconds(15);

    /** What else the machine does may slow one measurement down, and hardly all that are spread over a second. */
    private static final int TURNS = 3;

    private static final int[] ROWS = {EngineChoice.BUCKET, EngineChoice.SLOTS, 4};

    private final ModelPackage model;
    private final ToDoubleBiFunction<Denoiser, Integer> speedometer;
    private final LongSupplier nanoTime;
    private final List<Speed> measured = new ArrayList<>();
    private long start;

    /**
     * @param speedometer rows a second of a network, for a number of rows a call
     * @param nanoTime a clock, {@link System#nanoTime}
     */
    EngineRace(ModelPackage model, ToDoubleBiFunction<Denoiser, Integer> speedometer, LongSupplier nanoTime) {
        this.model = model;
        this.speedometer = speedometer;
        this.nanoTime = nanoTime;
    }

    /**
     * What would be measured, in order of preference.
     *
     * @param threads the only number of threads to try, null for a thread on every core and one
     * @param int8 whether int8 may be chosen
     */
    static List<NetworkEngine.OnCpu> candidates(@Nullable Integer threads, boolean int8) {
        int cores = Runtime.getRuntime().availableProcessors();
        Set<NetworkEngine.OnCpu> candidates = new LinkedHashSet<>();
        candidates.add(new NetworkEngine.OnCpu(NetworkEngine.ONNXRUNTIME, threads == null ? cores : threads));
        candidates.add(new NetworkEngine.OnCpu(NetworkEngine.PYTORCH, EngineSettings.networkThreads(threads)));
        candidates.add(new NetworkEngine.OnCpu(NetworkEngine.ONNXRUNTIME, threads == null ? 1 : threads));
        if (int8) {
            int all = threads == null ? cores : threads;
            candidates.add(new NetworkEngine.OnCpu(NetworkEngine.ONNXRUNTIME, all, Precision.INT8));
        }
        return List.copyOf(candidates);
    }

    /** Measures; ONNX Runtime is left out, loudly, where it cannot be opened or differs from PyTorch. */
    EngineCalibration run(List<NetworkEngine.OnCpu> candidates) {
        Map<NetworkEngine.OnCpu, Denoiser> open = new LinkedHashMap<>();
        try {
            for (NetworkEngine.OnCpu candidate : candidates) {
                Denoiser network = open(candidate);
                if (network != null) {
                    open.put(candidate, network);
                }
            }
            Double parity = parity(open);
            if (parity == null || !(parity <= DenoiserParity.TOLERANCE)) {
                close(open, NetworkEngine.ONNXRUNTIME);
            }
            return pick(open, parity);
        } finally {
            open.values().forEach(Denoiser::close);
        }
    }

    private @Nullable Denoiser open(NetworkEngine.OnCpu candidate) {
        try {
            return Networks.open(model, candidate);
        } catch (IllegalStateException | UncheckedIOException | LinkageError e) {
            if (candidate.engine() == NetworkEngine.PYTORCH) {
                throw e;
            }
            log.error("{}: {} cannot be used: {}", model.directory(), candidate, e.getMessage());
            return null;
        }
    }

    /** The largest difference of any ONNX Runtime network from PyTorch's; null where there is none to compare. */
    private @Nullable Double parity(Map<NetworkEngine.OnCpu, Denoiser> open) {
        Denoiser reference = null;
        for (Map.Entry<NetworkEngine.OnCpu, Denoiser> entry : open.entrySet()) {
            if (entry.getKey().engine() == NetworkEngine.PYTORCH) {
                reference = entry.getValue();
            }
        }
        Double largest = null;
        for (Map.Entry<NetworkEngine.OnCpu, Denoiser> entry : open.entrySet()) {
            if (reference != null
                    && entry.getKey().engine() == NetworkEngine.ONNXRUNTIME
                    && entry.getKey().precision() == Precision.FP32) { // int8 was held to its images' quality instead
                double found =
                        Networks.parity(model, reference, entry.getValue()).largest();
                if (!(found <= DenoiserParity.TOLERANCE)) {
                    log.error(
                            "{}: {} is not used: expected outputs within {} of PyTorch's, found {}",
                            model.directory(),
                            entry.getKey(),
                            DenoiserParity.TOLERANCE,
                            found);
                    return found;
                }
                largest = largest == null ? found : Math.max(largest, found);
            }
        }
        return largest;
    }

    private static void close(Map<NetworkEngine.OnCpu, Denoiser> open, NetworkEngine engine) {
        open.entrySet().removeIf(entry -> {
            if (entry.getKey().engine() != engine) {
                return false;
            }
            entry.getValue().close();
            return true;
        });
    }

    /** Whether there is time for another measurement; for the first there always is. */
    private boolean goesOn() {
        if (measured.isEmpty()) {
            start = nanoTime.getAsLong();
            return true;
        }
        boolean inTime = nanoTime.getAsLong() - start < BUDGET.toNanos();
        if (!inTime) {
            log.warn("{}: the machine is busy: engines measured so far {}", model.directory(), measured);
        }
        return inTime;
    }

    private EngineCalibration pick(Map<NetworkEngine.OnCpu, Denoiser> open, @Nullable Double parity) {
        Map<NetworkEngine.OnCpu, Double> engines = new LinkedHashMap<>();
        open.forEach((candidate, network) -> {
            if (goesOn()) {
                engines.put(candidate, measure(candidate, network, EngineChoice.BUCKET));
            }
        });
        NetworkEngine.OnCpu chosen = preferred(engines);
        Denoiser network = open.get(chosen);
        Map<Integer, Double> buckets = new LinkedHashMap<>();
        buckets.put(EngineChoice.BUCKET, engines.get(chosen));
        for (int turn = 0; turn < TURNS; turn++) {
            for (int rows : ROWS) {
                boolean known = turn == 0 && buckets.containsKey(rows);
                if (network != null && !known && goesOn()) {
                    buckets.merge(rows, measure(chosen, network, rows), Math::max);
                }
            }
        }
        int bucket = preferred(buckets);
        double best =
                buckets.values().stream().mapToDouble(Double::doubleValue).max().orElseThrow();
        int slots = buckets.entrySet().stream()
                .filter(entry -> entry.getValue() * MARGIN >= best)
                .mapToInt(Map.Entry::getKey)
                .max()
                .orElseThrow();
        return new EngineCalibration(chosen.toString(), bucket, slots, parity, measured);
    }

    private double measure(NetworkEngine.OnCpu candidate, Denoiser network, int rows) {
        double speed = speedometer.applyAsDouble(network, rows);
        measured.add(new Speed(candidate.toString(), rows, speed));
        return speed;
    }

    /** The first, unless the fastest is faster by more than the margin. */
    static <K> K preferred(Map<K, Double> speeds) {
        Map.Entry<K, Double> chosen = null;
        for (Map.Entry<K, Double> entry : speeds.entrySet()) {
            if (chosen == null || entry.getValue() > MARGIN * chosen.getValue()) {
                chosen = entry;
            }
        }
        if (chosen == null) {
            throw new IllegalArgumentException("expected at least one that was measured, found none");
        }
        return chosen.getKey();
    }
}
