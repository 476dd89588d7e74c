package dev.flawsmith.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.flawsmith.dataset.LabelledFile;
import dev.flawsmith.dataset.Photo;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.model.PixelTransfer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TransferFitTest {
    private static List<Photo> photos(double contrast) {
        Random random = new Random(4);
        List<Photo> photos = new ArrayList<>();
        for (int p = 0; p < 20; p++) {
            byte[] samples = new byte[256];
            for (int i = 0; i < samples.length; i++) {
                samples[i] = (byte) Math.max(0, Math.min(255, Math.round(120 + contrast * random.nextGaussian())));
            }
            LabelledFile file = new LabelledFile(Path.of("a/" + p), "a/" + p, "a", null, null);
            photos.add(new Photo(file, 0, new PixelImage(16, 16, 1, samples), "hash"));
        }
        return photos;
    }

    @Test
    void bringsThePhotosToMeanZeroAndTheWantedDeviation() {
        for (double contrast : new double[] {3, 20, 90}) {
            List<Photo> photos = photos(contrast);
            PixelTransfer transfer = TransferFit.fit(photos, 0.5);
            double sum = 0;
            double squares = 0;
            int count = 0;
            for (Photo photo : photos) {
                for (float y : transfer.toModel(photo.image().toFloats())) {
                    sum += y;
                    squares += y * y;
                    count++;
                }
            }
            double mean = sum / count;
            assertEquals(0, mean, 1e-4);
            assertEquals(0.5, Math.sqrt(squares / count - mean * mean), 1e-3);
        }
    }

    @Test
    void centresOnTheMedianPixel() {
        assertEquals(120 / 127.5 - 1, TransferFit.fit(photos(20), 0.5).center(), 2 / 127.5);
    }

    @Test
    void refusesPhotosOfASingleGrey() {
        assertThrows(TrainingException.class, () -> TransferFit.fit(photos(0), 0.5));
    }
}
