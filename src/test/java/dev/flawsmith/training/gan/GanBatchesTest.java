package dev.flawsmith.training.gan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.flawsmith.training.TrainingPhotos;
import dev.flawsmith.training.gan.GanBatches.Half;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class GanBatchesTest {
    private static final int BATCH = 400;

    private static final TrainingPhotos PHOTOS = new TrainingPhotos(
            2,
            1,
            List.of("a", "b"),
            List.of(
                    new TrainingPhotos.Example(new float[4], 0, List.of()),
                    new TrainingPhotos.Example(new float[4], 1, List.of())));

    private final GanBatches batches = new GanBatches(PHOTOS, BATCH, 3, 5);

    @Test
    void aStepIsAPureFunctionOfItsNumberAndHalvesDiffer() {
        GanBatches again = new GanBatches(PHOTOS, BATCH, 3, 5);
        float[] z = batches.latents(9, Half.GENERATOR).values();
        assertArrayEquals(z, again.latents(9, Half.GENERATOR).values());
        assertFalse(Arrays.equals(z, batches.latents(9, Half.DISCRIMINATOR).values()));
        assertFalse(Arrays.equals(z, batches.latents(10, Half.DISCRIMINATOR).values()));
    }

    @Test
    void classesOfDrawnImagesComeEvenlyAndOneEach() {
        float[] labels = batches.latents(2, Half.GENERATOR).labels();
        int first = 0;
        for (int i = 0; i < BATCH; i++) {
            assertEquals(1, labels[2 * i] + labels[2 * i + 1]);
            first += (int) labels[2 * i];
        }
        assertEquals(BATCH / 2.0, first, 4 * Math.sqrt(BATCH / 4.0));
    }
}
