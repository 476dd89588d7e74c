package dev.flawsmith.cli;

import dev.flawsmith.augmentation.PaintedDataset.Triple;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.PixelMask;
import java.util.ArrayList;
import java.util.List;

/** In how many painted images all outside of the region is the photo's, sample by sample, and nothing there is marked. */
final class OutsideCheck {
    private final List<String> changed = new ArrayList<>();
    private int images;

    void add(Triple triple) {
        images++;
        if (!unchanged(triple)) {
            changed.add(triple.file());
        }
    }

    private static boolean unchanged(Triple triple) {
        PixelImage after = triple.image();
        PixelImage before = triple.normal().withChannels(after.channels());
        PixelMask region = triple.region();
        if (before.width() != after.width() || before.height() != after.height()) {
            return false;
        }
        for (int y = 0; y < after.height(); y++) {
            for (int x = 0; x < after.width(); x++) {
                if (region.at(y, x)) {
                    continue;
                }
                boolean same = !triple.changed().at(y, x);
                for (int c = 0; c < after.channels(); c++) {
                    same &= before.sample(y, x, c) == after.sample(y, x, c);
                }
                if (!same) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Share of the images, 0 to 1. */
    double share() {
        return images == 0 ? 1 : 1 - changed.size() / (double) images;
    }

    /** The others, by file. */
    List<String> changed() {
        return List.copyOf(changed);
    }
}
