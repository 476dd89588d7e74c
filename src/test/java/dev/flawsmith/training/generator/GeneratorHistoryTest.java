package dev.flawsmith.training.generator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.training.TrainingLoop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeneratorHistoryTest {
    private static final Losses LOSSES = new Losses(List.of("bound", "error_rate"), 1, "Bound");

    @TempDir
    private Path folder;

    private static GeneratorHistory history(int steps) {
        GeneratorHistory history = new GeneratorHistory(LOSSES);
        for (int s = 1; s <= steps; s++) {
            TrainingLoop.Position position = new TrainingLoop.Position(s, 4L * s, s, 0);
            history.add(new GeneratorListener.Progress(position, List.of(s <= 50 ? 1.0 : 3.0, 0.25)));
        }
        return history;
    }

    @Test
    void blocksAreMeansAndTheLastMayBeShort() {
        assertEquals(
                "step,images,bound,error_rate\n50,200,1.0,0.25\n60,240,3.0,0.25\n",
                history(60).csv());
        assertEquals(1, history(60).latest().get("bound"), "that of the last whole block");
        assertEquals("bound 1.00, error rate 0.250", history(2).describe());
        assertEquals("bound NaN, error rate NaN", new GeneratorHistory(LOSSES).describe());
    }

    @Test
    void aHistoryIsReadUpToItsCheckpoint() throws IOException {
        Path file = Files.writeString(folder.resolve("loss.csv"), history(120).csv());
        assertEquals(
                history(100).csv(), GeneratorHistory.read(LOSSES, file, 110).csv());
    }

    @Test
    void theChartIsAPictureOfWhatWasSeen() {
        assertEquals(0, new GeneratorHistory(LOSSES).chart().length);
        assertTrue(history(60).chart().length > 1000);
    }
}
