package dev.flawsmith.augmentation;

import dev.flawsmith.image.Colour;
import dev.flawsmith.image.PixelImage;

/** What was painted into a photo: grey 128 where nothing was, brighter and darker by half of what changed. */
final class Difference {
    private static final int NONE = 128;

    private Difference() {}

    static PixelImage of(PixelImage photo, PixelImage painted) {
        byte[] before = Colour.toGrey(photo).samples();
        byte[] after = Colour.toGrey(painted).samples();
        byte[] samples = new byte[before.length];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) (NONE + ((after[i] & 0xff) - (before[i] & 0xff)) / 2);
        }
        return new PixelImage(photo.width(), photo.height(), 1, samples);
    }
}
