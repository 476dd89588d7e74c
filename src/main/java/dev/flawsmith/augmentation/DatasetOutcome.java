package dev.flawsmith.augmentation;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came of a job.
 *
 * @param folder where the dataset is: {@code OUT}, or {@code OUT.failed}
 * @param failure null where the dataset is whole and every check holds
 * @param synthetic images drawn
 * @param real photos included
 * @param classes class to all its images
 * @param rejected refused candidates by reason
 * @param checks how each stands
 * @param warnings what its user should know first
 */
public record DatasetOutcome(
        Path folder,
        @Nullable String failure,
        long synthetic,
        long real,
        Map<String, Long> classes,
        Map<Rejection, Long> rejected,
        List<CheckResult> checks,
        List<String> warnings) {
    public boolean complete() {
        return failure == null;
    }
}
