package dev.flawsmith.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LossHistoryTest {
    @TempDir
    private Path folder;

    private static LossHistory of(int steps) {
        LossHistory history = new LossHistory();
        for (int i = 1; i <= steps; i++) {
            history.add(new TrainingListener.Progress(i, 16L * i, i, 0, 1.0 / i, 1, 1e-3));
        }
        return history;
    }

    @Test
    void averagesBlocksOfFiftySteps() {
        assertEquals(0.08998, of(60).latest(), 1e-4); // (1 + 1/2 + ... + 1/50) / 50
        assertEquals(Double.NaN, of(0).latest());
    }

    @Test
    void aRunShorterThanABlockStillHasALoss() {
        assertEquals(0.75, of(2).latest(), 1e-12); // (1 + 1/2) / 2
        assertEquals("step,images,loss,learning_rate\n2,32,0.75,0.001\n", of(2).csv());
    }

    @Test
    void stepsAfterTheLastWholeBlockAreKept() throws IOException {
        Path file = Files.writeString(folder.resolve("loss.csv"), of(60).csv());
        assertEquals(of(60).csv(), LossHistory.read(file, 60).csv());
    }

    @Test
    void aResumedRunForgetsWhatLiesAfterItsCheckpoint() throws IOException {
        Path file = Files.writeString(folder.resolve("loss.csv"), of(200).csv());
        assertEquals(of(100).csv(), LossHistory.read(file, 120).csv());
    }

    @Test
    void drawsAChart() throws IOException {
        assertEquals(0, of(0).chart().length);
        assertNotNull(ImageIO.read(new ByteArrayInputStream(of(200).chart())));
    }
}
