package dev.flawsmith.cli;

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
     */
    record OnCpu(NetworkEngine engine, int threads) {
        private static final Pattern NAME = Pattern.compile("([a-z]+)-cpu-([0-9]{1,4})");

        OnCpu {
            if (threads < 1) {
                throw new IllegalArgumentException("expected at least 1 thread, found " + threads);
            }
        }

        /** Reads {@code onnxruntime-cpu-2}; null if the name says something else. */
        static @Nullable OnCpu parse(String name) {
            Matcher matcher = NAME.matcher(name);
            if (!matcher.matches() || Integer.parseInt(matcher.group(2)) < 1) {
                return null;
            }
            NetworkEngine engine = named(matcher.group(1));
            return engine == null ? null : new OnCpu(engine, Integer.parseInt(matcher.group(2)));
        }

        @Override
        public String toString() {
            return engine.wireName() + "-cpu-" + threads;
        }
    }
}
