package dev.flawsmith.http.automatic1111;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A noise schedule as AUTOMATIC1111 lists it. */
record SchedulerBody(
        @JsonPropertyDescription("Its name for programs.") String name,

        @JsonPropertyDescription("What txt2img takes as scheduler.")
        String label,

        @JsonPropertyDescription("Other names; null where there are none.") @Nullable
        List<String> aliases,

        @JsonPropertyDescription("The exponent of the schedule; -1 where it has none of its own.")
        double defaultRho,

        @JsonPropertyDescription("false: schedules here are made without the network.")
        boolean needInnerModel) {
    /** Both are the one schedule that every model here has. */
    static final List<SchedulerBody> ALL = List.of(
            new SchedulerBody("automatic", "Automatic", null, -1, false),
            new SchedulerBody("karras", "Karras", null, 7, false));
}
