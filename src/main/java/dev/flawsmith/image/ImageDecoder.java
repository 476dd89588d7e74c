package dev.flawsmith.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * Decodes PNG, JPEG, BMP, TIFF and WebP, whole and within limits.
 *
 * <p>Grey stays one channel, also when it is stored with a grey palette; everything else becomes three. 16-bit samples
 * are rounded to 8. Transparency is laid over black. EXIF orientation is ignored: pixels come as they are stored. Of an
 * animation or a multi-page file the first frame is read. Grey values are taken as stored, without gamma conversion.
 * Stateless and safe to share between threads.
 */
public final class ImageDecoder {
    private static final String FORMATS = "a PNG, JPEG, BMP, TIFF or WebP image";

    /** Readers also warn of what leaves the pixels alone; every other warning means that pixels were made up. */
    private static final Pattern HARMLESS =
            Pattern.compile("profile|exif|jfif|jfxx|adobe|metadata|thumbnail|icc|xmp", Pattern.CASE_INSENSITIVE);

    static {
        ImageIO.setUseCache(false);
    }

    private ImageDecoder() {}

    /**
     * Reads and decodes one file. The file's size, then the dimensions in its header, are checked before any pixel is
     * decoded.
     *
     * @throws UnreadableImageException if the file is missing, over a limit, of another format, truncated or damaged
     */
    public static PixelImage decode(Path file, DecodeLimits limits) throws UnreadableImageException {
        return decode(readBytes(file, limits), file.toString(), limits);
    }

    /**
     * Reads a file's bytes for {@link #decode(byte[], String, DecodeLimits)}.
     *
     * @throws UnreadableImageException if the file is missing or larger than {@code limits.maxBytes()}
     */
    public static byte[] readBytes(Path file, DecodeLimits limits) throws UnreadableImageException {
        try {
            long size = Files.size(file);
            if (size > limits.maxBytes()) {
                throw tooLarge(file.toString(), size, limits);
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UnreadableImageException(file.toString(), "a readable file", e.toString(), e);
        }
    }

    /**
     * Decodes one encoded image.
     *
     * @param source where the bytes come from, for messages
     * @throws UnreadableImageException if the bytes are over a limit, of another format, truncated or damaged
     */
    public static PixelImage decode(byte[] bytes, String source, DecodeLimits limits) throws UnreadableImageException {
        return decode(bytes, source, limits, RasterSamples::toPixelImage);
    }

    /** The same, for whoever makes something else than pixels of what ImageIO decoded. */
    static <T> T decode(byte[] bytes, String source, DecodeLimits limits, Function<BufferedImage, T> made)
            throws UnreadableImageException {
        if (bytes.length > limits.maxBytes()) {
            throw tooLarge(source, bytes.length, limits);
        }
        ImageFormat format = ImageFormat.of(bytes)
                .orElseThrow(() -> new UnreadableImageException(
                        source, FORMATS, bytes.length == 0 ? "an empty file" : "other content", null));
        Optional<String> flaw = Completeness.flawIn(bytes, format);
        if (flaw.isPresent()) {
            throw new UnreadableImageException(source, "a whole image", flaw.get(), null);
        }
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format.imageIoName());
        if (!readers.hasNext()) {
            throw new IllegalStateException(
                    "expected an ImageIO reader for " + format + ", found none on the classpath");
        }
        ImageReader reader = readers.next();
        try (ImageInputStream input = ImageIO.createImageInputStream(new ByteArrayInputStream(bytes))) {
            return made.apply(read(reader, input, source, limits));
        } catch (IOException | RuntimeException e) {
            String found = "a damaged " + format + " (" + e.getClass().getSimpleName() + ": " + e.getMessage() + ")";
            throw new UnreadableImageException(source, "a whole image", found, e);
        } finally {
            reader.dispose();
        }
    }

    private static BufferedImage read(ImageReader reader, ImageInputStream input, String source, DecodeLimits limits)
            throws IOException, UnreadableImageException {
        List<String> warnings = new ArrayList<>();
        reader.addIIOReadWarningListener((from, warning) -> warnings.add(warning));
        reader.setInput(input, true, true);
        int width = reader.getWidth(0);
        int height = reader.getHeight(0);
        if (!limits.allow(width, height)) {
            throw new UnreadableImageException(source, limits.dimensions(), width + "x" + height, null);
        }
        BufferedImage image = reader.read(0);
        Optional<String> harm = warnings.stream()
                .filter(warning -> !HARMLESS.matcher(warning).find())
                .findFirst();
        if (harm.isPresent()) {
            throw new UnreadableImageException(source, "a whole image", "damaged data (" + harm.get() + ")", null);
        }
        return image;
    }

    private static UnreadableImageException tooLarge(String source, long size, DecodeLimits limits) {
        return new UnreadableImageException(source, "at most " + limits.maxBytes() + " bytes", size + " bytes", null);
    }
}
