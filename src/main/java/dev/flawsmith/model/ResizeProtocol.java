package dev.flawsmith.model;

import dev.flawsmith.image.BicubicResize;
import dev.flawsmith.image.BilinearResize;
import dev.flawsmith.image.Colour;
import dev.flawsmith.image.PixelImage;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * How an image comes to the size of an encoder's input. Features made under two protocols cannot be compared: the choice
 * alone moves a Fréchet distance by more than most improvements do (Parmar, Zhang and Zhu, CVPR 2022).
 */
public enum ResizeProtocol {
    /** clean-fid's: {@link BicubicResize}, in float, clipped to 0..255, never rounded to bytes. */
    CLEAN("clean", 1),
    /** pytorch-fid's: {@link BilinearResize}, without antialiasing. */
    PYTORCH_FID("pytorch-fid", 1),
    /** No resizing: images must have the input's size. */
    NONE("none", 1);

    private final String label;
    private final int version;

    ResizeProtocol(String label, int version) {
        this.label = label;
        this.version = version;
    }

    /** What descriptors call it, such as {@code pytorch-fid}. */
    public String label() {
        return label;
    }

    /** Its name and version, such as {@code clean/1}; the version changes whenever any resized value does. */
    public String id() {
        return label + "/" + version;
    }

    /**
     * The protocol of a label.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static ResizeProtocol of(String label) {
        return Arrays.stream(values())
                .filter(protocol -> protocol.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("expected a protocol of "
                        + Arrays.stream(values()).map(ResizeProtocol::label).collect(Collectors.joining(", "))
                        + ", found " + label));
    }

    /**
     * An image as {@code [channels, height, width]} (CHW) values in [0, 1]. Grey becomes RGB by repetition, RGB becomes grey
     * as Rec. 601 luma, before resizing.
     *
     * @param channels 1 or 3
     * @throws EncoderException under {@link #NONE}, if the image has another size
     */
    public float[] apply(PixelImage image, int channels, int width, int height) {
        PixelImage coloured = channels == 1 ? Colour.toGrey(image) : Colour.toRgb(image);
        switch (this) {
            case CLEAN -> {
                float[] levels = BicubicResize.resize(coloured, width, height);
                for (int i = 0; i < levels.length; i++) {
                    levels[i] /= 255;
                }
                return levels;
            }
            case PYTORCH_FID -> {
                return BilinearResize.resize(coloured, width, height);
            }
            case NONE -> {
                if (image.width() != width || image.height() != height) {
                    throw new EncoderException("expected an image of " + width + "x" + height
                            + " pixels, as protocol none resizes nothing, found " + image.width() + "x"
                            + image.height());
                }
                return BilinearResize.resize(coloured, width, height);
            }
        }
        throw new IllegalStateException("expected a protocol, found " + this);
    }
}
