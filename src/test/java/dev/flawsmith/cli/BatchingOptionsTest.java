package dev.flawsmith.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.flawsmith.batching.BatcherOptions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchingOptionsTest {
    private static BatcherOptions parse(String... words) {
        return picocli.CommandLine.populateCommand(new BatchingOptions(), words).batcher(8);
    }

    @Test
    void areTheBatchersOwnUnlessAsked() {
        assertEquals(BatcherOptions.DEFAULTS, parse());
    }

    @Test
    void setEveryLimit() {
        assertEquals(
                new BatcherOptions(7, 64L << 20, 8, true, Duration.ofSeconds(5), Duration.ofSeconds(30)),
                parse("--bitwise", "--max-images", "7", "--max-state", "64", "--call-timeout", "5"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"--max-images=0", "--max-images=1000001", "--max-state=0", "--max-state=-1", "--call-timeout=0"})
    void nameWhatIsOutOfRange(String word) {
        String name = word.substring(2, word.indexOf('='));
        InputException e = assertThrows(InputException.class, () -> parse(word));
        assertEquals(
                0, String.valueOf(e.getMessage()).indexOf(name + ": expected 1 to"), String.valueOf(e.getMessage()));
    }
}
