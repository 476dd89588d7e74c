package dev.flawsmith.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.model.EdmPreconditioning;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PhotoBatchesTest {
    private static final EdmPreconditioning EDM = new EdmPreconditioning(0.5);

    private static PhotoBatches source(TrainingPhotos photos) {
        return new PhotoBatches(photos, ToyTraining.CONFIG.withBatch(16), EDM, 4, 2);
    }

    @Test
    void aStepsBatchIsTheSameWhateverWasAskedBefore() {
        PhotoBatches asked = source(ToyTraining.photos(6));
        for (int step = 0; step < 5; step++) {
            asked.at(step, 0.5);
        }
        TrainingBatch after = asked.at(7, 0.5);
        TrainingBatch alone = source(ToyTraining.photos(6)).at(7, 0.5);
        assertArrayEquals(alone.input(), after.input());
        assertArrayEquals(alone.target(), after.target());
        assertArrayEquals(alone.label(), after.label());
        assertArrayEquals(alone.changes(), after.changes());
    }

    /** One class has 10 photos, the other 2; each is seen about half the time. */
    @Test
    void classesAreSeenEvenlyAndConditionsAreDropped() {
        List<TrainingPhotos.Example> uneven =
                new ArrayList<>(ToyTraining.photos(4).photos());
        for (int i = 0; i < 8; i++) {
            uneven.add(uneven.get(0));
        }
        PhotoBatches source = source(new TrainingPhotos(16, 1, List.of("standing", "lying"), uneven));
        int[] seen = new int[2];
        int dropped = 0;
        int both = 0;
        int rows = 0;
        for (int step = 0; step < 400; step++) {
            TrainingBatch batch = source.at(step, 0.5);
            for (int i = 0; i < 16; i++, rows++) {
                boolean label = batch.label()[2 * i] + batch.label()[2 * i + 1] > 0;
                boolean text = batch.sentence()[4 * i] + batch.sentence()[4 * i + 1] > 0;
                if (label) {
                    seen[batch.label()[2 * i] > 0 ? 0 : 1]++;
                }
                dropped += !label && !text ? 1 : 0;
                both += label && text ? 1 : 0;
            }
        }
        assertEquals(0.5, seen[0] / (double) (seen[0] + seen[1]), 0.03);
        assertEquals(0.1, dropped / (double) rows, 0.015);
        assertEquals(0.9 * 0.15, both / (double) rows, 0.015);
    }

    @Test
    void eachFlipHappensAsOftenAsItIsAskedFor() {
        for (double asked : new double[] {0, 0.2, 0.5}) {
            PhotoBatches source = source(ToyTraining.photos(6));
            double[] flips = new double[2];
            for (int step = 0; step < 200; step++) {
                float[] changes = source.at(step, asked).changes();
                for (int i = 0; i < 16; i++) {
                    flips[0] += changes[2 * i];
                    flips[1] += changes[2 * i + 1];
                }
            }
            assertEquals(asked, flips[0] / 3200, asked == 0 ? 0 : 0.03, "left-right");
            assertEquals(asked, flips[1] / 3200, asked == 0 ? 0 : 0.03, "upside down");
        }
    }

    @Test
    void flipsStopWhereTheLearningRateBeginsToFall() {
        TrainingConfig config = TrainingConfig.STANDARD.withFlips(0.3);
        assertEquals(0.3, config.flipsAt(0));
        assertEquals(0.3, config.flipsAt(0.6));
        assertEquals(config.learningRate(), config.learningRateAt(10_000, 0.6));
        assertEquals(0, config.flipsAt(0.61));
        assertTrue(config.learningRateAt(10_000, 0.61) < config.learningRate());
        assertEquals(0, config.flipsAt(1));
    }

    /** {@code c_skip x + c_out target} must be the clean, flipped photo again. */
    @Test
    void theTargetDenoisesToTheFlippedPhoto() {
        TrainingPhotos photos = ToyTraining.photos(2);
        TrainingBatch batch = source(photos).at(3, 0.5);
        for (int i = 0; i < 16; i++) {
            double sigma = Math.exp(4 * batch.level()[i]);
            float[] recovered = new float[256];
            for (int j = 0; j < 256; j++) {
                double x = batch.input()[i * 256 + j] / EDM.cIn(sigma);
                recovered[j] = (float) (EDM.cSkip(sigma) * x + EDM.cOut(sigma) * batch.target()[i * 256 + j]);
            }
            double nearest = Double.MAX_VALUE;
            for (TrainingPhotos.Example photo : photos.photos()) {
                nearest = Math.min(nearest, distance(photo.values(), recovered, batch.changes(), i));
            }
            assertTrue(nearest < 1e-4 * Math.max(1, sigma), "row " + i + ": " + nearest);
        }
    }

    private static double distance(float[] photo, float[] found, float[] flips, int row) {
        double worst = 0;
        for (int y = 0; y < 16; y++) {
            for (int x = 0; x < 16; x++) {
                int fromX = flips[2 * row] > 0 ? 15 - x : x;
                int fromY = flips[2 * row + 1] > 0 ? 15 - y : y;
                worst = Math.max(worst, Math.abs(photo[fromY * 16 + fromX] - found[y * 16 + x]));
            }
        }
        return worst;
    }

    @Test
    void noiseLevelsFollowTheLogNormalLaw() {
        PhotoBatches source = source(ToyTraining.photos(2));
        double sum = 0;
        double squares = 0;
        int rows = 0;
        for (int step = 0; step < 400; step++) {
            for (float level : source.at(step, 0.5).level()) {
                double log = 4 * level;
                sum += log;
                squares += log * log;
                rows++;
            }
        }
        double mean = sum / rows;
        assertEquals(-1.2, mean, 0.05);
        assertEquals(1.2, Math.sqrt(squares / rows - mean * mean), 0.05);
    }
}
