package dev.flawsmith.evaluation.report;

import dev.flawsmith.image.PixelImage;
import org.jspecify.annotations.Nullable;

/** The images behind an audit's indices; none where feature arrays were audited. */
public interface AuditPictures {
    /** A real photo's name. */
    String photoName(int photo);

    /** A generated image's name. */
    String imageName(int image);

    /** A real photo as it was compared, or null where there are no pixels or they are not to be shown. */
    @Nullable
    PixelImage photo(int photo);

    /** A generated image as it was compared, or null where there are no pixels. */
    @Nullable
    PixelImage image(int image);
}
