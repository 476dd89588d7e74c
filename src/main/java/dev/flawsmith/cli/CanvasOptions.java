package dev.flawsmith.cli;

import dev.flawsmith.image.DecodeLimits;
import dev.flawsmith.image.ImageDecoder;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.PixelMask;
import dev.flawsmith.image.TransparencyMask;
import dev.flawsmith.image.UnreadableImageException;
import dev.flawsmith.synthesis.Canvas;
import dev.flawsmith.synthesis.CanvasDraft;
import dev.flawsmith.synthesis.Region;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The photo that {@code generate} draws on. */
final class CanvasOptions {
    static final String PHOTO = "--init-image";
    static final String PHOTOS = "--init-images";
    static final String MASK = "--mask";
    static final String REGION = "--region";

    @Option(
            names = PHOTO,
            paramLabel = "FILE",
            description = "A photo to draw on, of the model's size or, with a mask or region, larger.")
    private @Nullable Path photo;

    @Option(
            names = PHOTOS,
            paramLabel = "DIR",
            description =
                    "Instead, a folder of photos, <class>/<image>: N images on each, of its class or of --prompt. With"
                            + " a splits.csv, those marked 'train'. With --region they may be larger, and --class may"
                            + " name what is painted into all of them.")
    private @Nullable Path photos;

    @Option(
            names = MASK,
            paramLabel = "FILE",
            description = "What of the photo is drawn anew: white. The rest stays, to the last bit.")
    private @Nullable Path mask;

    @Option(
            names = REGION,
            paramLabel = "X,Y,WIDTH,HEIGHT|somewhere",
            description =
                    "Instead of a mask: a box of the photo in pixels, or 'somewhere': of each image its own form at"
                            + " its own place, drawn from its seed.")
    private @Nullable String region;

    @Option(
            names = "--strength",
            paramLabel = "S",
            description = "Share of the steps that are done on the photo, above 0, at most 1. Default: "
                    + Canvas.STRENGTH + "; 1 with a mask or region.")
    private @Nullable Double strength;

    @Option(
            names = "--repaint-passes",
            paramLabel = "R",
            description =
                    "How often steps are done, so that what is drawn fits what stays. Default: " + Canvas.PASSES + ".")
    private @Nullable Long passes;

    @Option(
            names = "--seam",
            paramLabel = "PIXELS",
            description = "Width inside the mask over which it fades into the photo. Default: " + Canvas.SEAM + ".")
    private @Nullable Long seam;

    /** The photo to draw on; null where none is wished. */
    @Nullable
    CanvasDraft draft() {
        PixelImage found = photo();
        if (found == null) {
            boolean part = photos != null && region != null;
            refuseAlone("mask", mask);
            refuseAlone("region", photos == null ? region : null);
            refuseAlone("strength", photos == null ? strength : null);
            refuseAlone("repaint-passes", part ? null : passes);
            refuseAlone("seam", part ? null : seam);
            return null;
        }
        return new CanvasDraft(found, mask(), region(), strength, passes, seam);
    }

    /** The folder of photos to vary; null where none is named. */
    @Nullable
    Path photos() {
        if (photos != null && photo != null) {
            throw new InputException("init-images", "init-images: expected one photo or a folder of them, found both");
        }
        return photos;
    }

    /** What the command line says of a photo of the folder. */
    CanvasDraft on(PixelImage one) {
        return new CanvasDraft(one, null, region(), strength, passes, seam);
    }

    /** Where photos are painted into; null where no region is named. */
    @Nullable
    Region region() {
        return region == null ? null : RegionText.read(region);
    }

    /** The photo; null where none is named. */
    @Nullable
    PixelImage photo() {
        return photo == null ? null : image("init-image", photo);
    }

    /** The mask; null where none is named. */
    @Nullable
    PixelMask mask() {
        return mask == null ? null : PixelMask.whereBright(image("mask", mask));
    }

    /** What the mask's file may mean, and the photo's own transparency: whoever painted may have told it otherwise. */
    List<PixelMask> masks() {
        List<PixelMask> masks = new ArrayList<>();
        if (mask != null) {
            PixelMask bright = PixelMask.whereBright(image("mask", mask));
            masks.add(bright);
            masks.add(bright.inverted());
            transparent("mask", mask).ifPresent(masks::add);
        }
        if (photo != null) {
            transparent("init-image", photo).ifPresent(masks::add);
        }
        return masks;
    }

    private static Optional<PixelMask> transparent(String option, Path file) {
        try {
            byte[] bytes = ImageDecoder.readBytes(file, DecodeLimits.DEFAULT);
            return TransparencyMask.of(bytes, file.toString(), DecodeLimits.DEFAULT);
        } catch (UnreadableImageException e) {
            throw new InputException(option, option + ": " + e.getMessage(), e);
        }
    }

    /** Whether a part of a photo is to be painted. */
    boolean masked() {
        return (photo != null && mask != null) || region != null;
    }

    private static void refuseAlone(String option, @Nullable Object found) {
        if (found != null) {
            throw new InputException(
                    option, option + ": expected a photo (" + PHOTO + ") to draw on beside it, found none");
        }
    }

    private static PixelImage image(String option, Path file) {
        try {
            return ImageDecoder.decode(file, DecodeLimits.DEFAULT);
        } catch (UnreadableImageException e) {
            throw new InputException(option, option + ": " + e.getMessage(), e);
        }
    }
}
