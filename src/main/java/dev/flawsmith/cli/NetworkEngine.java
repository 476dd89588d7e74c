package dev.flawsmith.cli;

import dev.flawsmith.model.onnx.Precision;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What can run a network. */
enum NetworkEngine {
    PYTORCH,
    ONNXRUNTIME;

    /** How options and recipes call it. */
    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The engine of that name, null if there is none. */
    static @Nullable NetworkEngine named(String name) {
        for (NetworkEngine engine : values()) {
            if (engine.wireName().equals(name)) {
                return engine;
            }
        }
        return null;
    }

    /**
     * An engine on the CPU with its number of threads, as recipes name it.
     *
     * @param threads at least 1
     * @param precision int8 on ONNX Runtime only
     */
    record OnCpu(NetworkEngine engine, int threads, Precision precision) {
        private static final Pattern NAME = Pattern.compile("([a-z]+)-cpu-([0-9]{1,4})(-int8)?");

        OnCpu {
            if (threads < 1) {
                throw new IllegalArgumentException("expected at least 1 thread, found " + threads);
            }
            if (precision == Precision.INT8 && engine != ONNXRUNTIME) {
                throw new IllegalArgumentException("expected onnxruntime for int8, found " + engine.wireName());
            }
        }

        /** In float32. */
        OnCpu(NetworkEngine engine, int threads) {
            this(engine, threads, Precision.FP32);
        }

        /** Reads {@code onnxruntime-cpu-2} or {@code onnxruntime-cpu-2-int8}; null if the name says something else. */
        static @Nullable OnCpu parse(String name) {
            Matcher matcher = NAME.matcher(name);
            if (!matcher.matches() || Integer.parseInt(matcher.group(2)) < 1) {
                return null;
            }
            NetworkEngine engine = named(matcher.group(1));
            Precision precision = matcher.group(3) == null ? Precision.FP32 : Precision.INT8;
            return engine == null || (precision == Precision.INT8 && engine != ONNXRUNTIME)
                    ? null
                    : new OnCpu(engine, Integer.parseInt(matcher.group(2)), precision);
        }

        @Override
        public String toString() {
            return engine.wireName() + "-cpu-" + threads + precision.suffix();
        }
    }
}
