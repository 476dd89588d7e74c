package dev.flawsmith.dataset;

import dev.flawsmith.image.AreaResize;
import dev.flawsmith.image.Colour;
import dev.flawsmith.image.DecodeLimits;
import dev.flawsmith.image.ImageDecoder;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.Sha256;
import dev.flawsmith.image.SquareCrop;
import dev.flawsmith.image.UnreadableImageException;

/** Reads one photo: bytes once, then hash, decode, crop, colour, resize. Stateless. */
public record PhotoReader(int size, int channels, DecodeLimits limits) {
    public PhotoReader {
        if (size < 1) {
            throw new IllegalArgumentException("expected a size of at least 1 pixel, found " + size);
        }
        if (channels != 1 && channels != 3) {
            throw new IllegalArgumentException("expected 1 or 3 channels, found " + channels);
        }
    }

    /**
     * Reads a file.
     *
     * @throws UnreadableImageException if it is no image within the limits
     */
    public Photo read(LabelledFile file, int classIndex) throws UnreadableImageException {
        byte[] bytes = ImageDecoder.readBytes(file.path(), limits);
        PixelImage square = SquareCrop.centre(ImageDecoder.decode(bytes, file.name(), limits));
        PixelImage coloured = channels == 1 ? Colour.toGrey(square) : Colour.toRgb(square);
        return new Photo(file, classIndex, AreaResize.resize(coloured, size, size), Sha256.hex(bytes));
    }
}
