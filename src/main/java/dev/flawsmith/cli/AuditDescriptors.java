package dev.flawsmith.cli;

import dev.flawsmith.evaluation.audit.EncodedViewDescriptor;
import dev.flawsmith.evaluation.audit.PixelGridDescriptor;
import dev.flawsmith.evaluation.audit.TileDescriptor;
import dev.flawsmith.evaluation.audit.ViewDescriptor;
import dev.flawsmith.evaluation.audit.WindowDescriptor;
import dev.flawsmith.model.FeatureEncoder;
import java.util.List;

/**
 * What an audit of images compares them by: windows of pixels, which find shifted and cropped copies, a fine grid, which
 * finds noisy ones, and the bundled encoder, which has seen no photo of either side.
 */
final class AuditDescriptors {
    private static final int CELLS = 10;

    private AuditDescriptors() {}

    /**
     * All of them, the one that decides which photo an image is nearest to first.
     *
     * @param encoder stays open as long as they are used
     */
    static List<ViewDescriptor> all(FeatureEncoder encoder) {
        return List.of(
                new WindowDescriptor(CELLS),
                new PixelGridDescriptor(),
                new TileDescriptor(),
                new EncodedViewDescriptor(encoder));
    }
}
