package dev.flawsmith.cli;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** System properties that the engines read when they load; what the user has set stays. */
final class EngineSettings {
    private static final Map<String, String> DEFAULTS = Map.of(
            // DJL: never download, never report usage.
            "ai.djl.offline", "true",
            "OPT_OUT_TRACKING", "true",
            "ai.djl.pytorch.num_interop_threads", "1",
            // TorchScript would be compiled anew for every number of rows, on every thread.
            "ai.djl.pytorch.graph_optimizer", "false",
            // Pictures are drawn and decoded without a display.
            "java.awt.headless", "true");

    private static final String THREADS = "ai.djl.pytorch.num_threads";

    private EngineSettings() {}

    static void setDefaults() {
        DEFAULTS.forEach(EngineSettings::setIfAbsent);
    }

    /** Asks for the number of network threads that a recipe was made with; without effect once the engine is loaded. */
    static void threads(int threads) {
        setIfAbsent(THREADS, Integer.toString(threads));
    }

    /** Asks for a network thread on every core, where nothing else was asked for before. */
    static void threadOnEveryCore() {
        threads(Runtime.getRuntime().availableProcessors());
    }

    /**
     * Threads of a PyTorch network: what the user has set for the engine, else what is wished for, else one a core.
     *
     * @param wish null for none
     */
    static int networkThreads(@Nullable Integer wish) {
        String set = System.getProperty(THREADS, "");
        if (set.matches("[1-9][0-9]{0,3}")) {
            return Integer.parseInt(set);
        }
        return wish == null ? Runtime.getRuntime().availableProcessors() : wish;
    }

    private static void setIfAbsent(String name, String value) {
        if (System.getProperty(name) == null) {
            System.setProperty(name, value);
        }
    }
}
