package dev.flawsmith.augmentation;

import dev.flawsmith.dataset.LabelledFile;
import dev.flawsmith.dataset.PhotoReader;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.Sha256;
import dev.flawsmith.image.UnreadableImageException;
import java.util.Map;

/** A real photo that goes into the train split, in the dataset's size and channels. */
record IncludedPhoto(LabelledFile file, PhotoReader reader) {
    PixelImage read() {
        try {
            return reader.read(file, 0).image();
        } catch (UnreadableImageException e) {
            throw new AugmentationException(
                    "include: expected photos that can be read, found " + file.name() + ": " + e.reason(), e);
        }
    }

    DatasetImage told(long index, PixelImage image, byte[] png) {
        return new DatasetImage(
                index,
                DatasetFiles.name(file.className(), index),
                file.className(),
                "train",
                DatasetImage.REAL,
                null,
                null,
                null,
                0,
                0,
                null,
                null,
                null,
                null,
                Map.of(),
                Sha256.hex(png),
                null,
                Sha256.hex(image.samples()),
                null,
                null,
                file.name(),
                null,
                ImageMeasures.of(image, null));
    }
}
