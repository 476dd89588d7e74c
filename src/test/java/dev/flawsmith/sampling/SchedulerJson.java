package dev.flawsmith.sampling;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashMap;
import java.util.Map;

/** A {@code scheduler_config.json} in memory. */
final class SchedulerJson {
    private SchedulerJson() {}

    /** A class with some keys and their values in turn. */
    static Map<String, Object> of(String className, Object... keysAndValues) {
        Map<String, Object> json = new HashMap<>();
        json.put("_class_name", className);
        for (int i = 0; i < keysAndValues.length; i += 2) {
            json.put(String.valueOf(keysAndValues[i]), keysAndValues[i + 1]);
        }
        return json;
    }

    /** What it is refused for. */
    static String refusal(Map<String, ?> json) {
        var refused = assertThrows(IllegalArgumentException.class, () -> SchedulerConfig.read(json));
        return String.valueOf(refused.getMessage());
    }
}
