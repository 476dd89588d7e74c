package dev.flawsmith.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ClassBalanceTest {
    private static List<LabelledFile> files(String className, int count) {
        return Collections.nCopies(count, new LabelledFile(Path.of("x"), "x", className, null, null));
    }

    @Test
    void warnsBelowTwentyAndBelowFifty() {
        List<LabelledFile> training = Stream.of(
                        files("nineteen", 19), files("twenty", 20), files("fortynine", 49), files("fifty", 50))
                .flatMap(List::stream)
                .toList();
        List<ClassBalance.Warning> warnings =
                ClassBalance.warnings(List.of("fifty", "fortynine", "nineteen", "none", "twenty"), training);
        assertEquals(
                List.of("fortynine SMALL 49", "nineteen TOO_SMALL 19", "none TOO_SMALL 0", "twenty SMALL 20"),
                warnings.stream()
                        .map(warning -> warning.className() + " " + warning.severity() + " " + warning.photos())
                        .toList());
        assertTrue(warnings.get(1).message().contains("nineteen has 19 training photos, fewer than 20"));
        assertTrue(warnings.get(1).message().contains("rule-based generator"));
    }
}
