package dev.flawsmith.training.gan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.junit.jupiter.api.Test;

class HingeLossTest {
    /** By hand: (0 + 0.5 + 3) / 3 + (0 + 2 + 1) / 3. */
    @Test
    void isTheMeanOfWhatIsWithinTheMargin() {
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            NDArray real = manager.create(new float[] {2, 0.5f, -2});
            NDArray fake = manager.create(new float[] {-3, 1, 0});
            assertEquals(3.5 / 3 + 1, HingeLoss.ofDiscriminator(real, fake).getFloat(), 1e-6);
            assertEquals(2.0 / 3, HingeLoss.ofGenerator(fake).getFloat(), 1e-6);
        }
    }

    @Test
    void isTwoWhereNothingIsTold() {
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            NDArray none = manager.create(new float[] {0, 0});
            assertEquals(2, HingeLoss.ofDiscriminator(none, none).getFloat());
        }
    }
}
