package dev.flawsmith.training;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.model.ImageShape;
import dev.flawsmith.model.PixelTransfer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightParityTest {
    private static final Decoding PIXELS = Decoding.of(PixelTransfer.IDENTITY, new ImageShape(1, 16, 16));

    @TempDir
    private Path folder;

    private float[] trained(TrainingRun run) {
        return new Trainer(run, ToyTraining.photos(6), TrainingListener.NONE)
                .run()
                .average();
    }

    @Test
    void seesThatHalfPrecisionMovesImagesByFractionsOfAGreyLevel() throws IOException {
        TrainingRun run = ToyTraining.run(folder, 200, false);
        float[] weights = trained(run);
        PackageWriter.writeWeights(folder, run.network(), weights);
        WeightParity parity = WeightParity.measure(run, PIXELS, weights, folder);
        assertTrue(parity.mean() > 0 && parity.mean() < 0.1, parity.toString());
        assertTrue(parity.largest() < 1, parity.toString());
        assertTrue(parity.describe().contains("half precision"));
    }

    @Test
    void seesWeightsThatAreNotTheTrainedOnes() throws IOException {
        TrainingRun run = ToyTraining.run(folder, 200, false);
        float[] weights = trained(run);
        float[] other = weights.clone();
        for (int i = 0; i < other.length; i++) {
            other[i] *= 1.1f;
        }
        PackageWriter.writeWeights(folder, run.network(), other);
        assertTrue(WeightParity.measure(run, PIXELS, weights, folder).largest() > 1);
    }
}
