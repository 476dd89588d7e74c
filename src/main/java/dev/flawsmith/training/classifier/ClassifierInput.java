package dev.flawsmith.training.classifier;

import dev.flawsmith.image.AreaResize;
import dev.flawsmith.image.Colour;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.SquareCrop;

/** How any image becomes the input of a grey classifier: the square in its middle, luma, resized by area, in [0, 1]. */
public final class ClassifierInput {
    private ClassifierInput() {}

    /** The values of an image, {@code [size, size]}. */
    public static float[] of(PixelImage image, int size) {
        PixelImage grey = Colour.toGrey(SquareCrop.centre(image));
        byte[] samples = AreaResize.resize(grey, size, size).samples();
        float[] values = new float[samples.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (samples[i] & 0xff) / 255f;
        }
        return values;
    }
}
