package dev.flawsmith.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.image.ContactSheet;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.model.Denoiser;
import dev.flawsmith.model.DenoiserBatch;
import dev.flawsmith.model.ImageShape;
import dev.flawsmith.model.PixelTransfer;
import dev.flawsmith.sampling.Guidance;
import dev.flawsmith.sampling.KarrasSchedule;
import java.util.List;
import org.junit.jupiter.api.Test;

class SampleSheetTest {
    private static final ImageShape SHAPE = new ImageShape(1, 4, 4);

    /** The exact denoiser of N(class mean, 0.1²): means -0.5 and 0.5. */
    private static final class GaussianDenoiser implements Denoiser {
        private int largestBatch;

        @Override
        public ImageShape shape() {
            return SHAPE;
        }

        @Override
        public float[][] denoise(DenoiserBatch batch) {
            largestBatch = Math.max(largestBatch, batch.size());
            float[][] out = new float[batch.size()][SHAPE.size()];
            for (int i = 0; i < out.length; i++) {
                double mean = batch.conditions().get(i).classIndex() == 0 ? -0.5 : 0.5;
                double noise = batch.sigma()[i] * batch.sigma()[i];
                for (int j = 0; j < out[i].length; j++) {
                    out[i][j] = (float) ((0.01 * batch.x()[i][j] + noise * mean) / (0.01 + noise));
                }
            }
            return out;
        }

        @Override
        public String engine() {
            return "closed form";
        }

        @Override
        public void close() {}
    }

    private static SampleSheet sheet(GaussianDenoiser denoiser) {
        return new SampleSheet(
                denoiser,
                Decoding.of(PixelTransfer.IDENTITY, SHAPE),
                new SampleSheet.Settings(new KarrasSchedule(0.002, 80, 7), "heun", 12, Guidance.NONE, 3));
    }

    @Test
    void drawsTheClassThatWasAskedForInBatches() {
        GaussianDenoiser denoiser = new GaussianDenoiser();
        for (int c = 0; c < 2; c++) {
            List<PixelImage> images = sheet(denoiser).samples(c, 7, 1);
            assertEquals(7, images.size());
            double mean = images.stream()
                    .mapToDouble(image -> image.sample(0, 0, 0) / 127.5 - 1)
                    .average()
                    .orElseThrow();
            assertEquals(c == 0 ? -0.5 : 0.5, mean, 0.15);
        }
        assertEquals(3, denoiser.largestBatch);
    }

    @Test
    void aSeedGivesTheSameImageWhereverItStandsInTheSheet() {
        List<PixelImage> five = sheet(new GaussianDenoiser()).samples(0, 5, 10);
        List<PixelImage> one = sheet(new GaussianDenoiser()).samples(0, 1, 14);
        assertEquals(five.get(4), one.get(0));
        assertNotEquals(five.get(3), five.get(4));
    }

    @Test
    void laysRowsOutWithAGapBetween() {
        PixelImage black = new PixelImage(2, 2, 1, new byte[4]);
        PixelImage sheet = ContactSheet.layOut(List.of(List.of(black, black), List.of(black)));
        assertEquals(6, sheet.width());
        assertEquals(6, sheet.height());
        assertEquals(0, sheet.sample(1, 1, 0));
        assertEquals(255, sheet.sample(0, 2, 0));
        assertTrue(sheet.sample(5, 5, 0) == 255 && sheet.sample(5, 1, 0) == 0);
    }
}
