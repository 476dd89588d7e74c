package dev.flawsmith.augmentation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that card and manifest tell of.
 *
 * @param failure null where all is well
 */
record DatasetRecord(
        DatasetOrder order,
        DatasetTools tools,
        DatasetTally tally,
        List<CheckResult> checks,
        List<Appraiser.Section> sections,
        @Nullable String failure,
        AttributeSamples real) {
    DatasetSpec spec() {
        return order.spec();
    }

    List<String> warnings() {
        return tools.warnings(order);
    }
}
