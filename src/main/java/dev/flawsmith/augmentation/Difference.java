package dev.flawsmith.augmentation;

import dev.flawsmith.image.Colour;
import dev.flawsmith.image.PixelImage;

/**
 * What was painted into a photo, within the window that the model saw: grey 128 where nothing was, brighter and darker by what
 * changed, stretched so that the largest change is {@value #MOST}. Of the whole of a large photo a thumbnail would be blank,
 * and so it would be of a faint defect; correlations do not depend on the stretch.
 */
final class Difference {
    private static final int NONE = 128;
    private static final int MOST = 127;

    private Difference() {}

    static PixelImage of(PixelImage photo, PixelImage painted, PaintedWindow window) {
        byte[] before = Colour.toGrey(window.of(photo)).samples();
        byte[] after = Colour.toGrey(window.of(painted)).samples();
        int most = 1;
        for (int i = 0; i < before.length; i++) {
            most = Math.max(most, Math.abs((after[i] & 0xff) - (before[i] & 0xff)));
        }
        byte[] samples = new byte[before.length];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) (NONE + ((after[i] & 0xff) - (before[i] & 0xff)) * MOST / most);
        }
        return new PixelImage(window.shape().width(), window.shape().height(), 1, samples);
    }
}
