package dev.flawsmith.cli;

import dev.flawsmith.image.Png;
import dev.flawsmith.image.Sha256;
import dev.flawsmith.synthesis.RecipeText;
import dev.flawsmith.synthesis.SynthesizedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes released images as {@code <class>/<seed>.png}, each with its recipe inside and nothing that varies. */
final class ImageFiles {
    /** Where images of a prompt go, which has no class. */
    private static final String PROMPT_FOLDER = "prompt";

    private final @Nullable OutputFolder folder;
    private final @Nullable OutputFolder masks;

    /** Writes into a folder, or nowhere if it is null. */
    ImageFiles(@Nullable OutputFolder folder) {
        this(folder, null);
    }

    /** @param masks where it is written, under the image's name, what stands out of a photo that was painted into; null: nowhere */
    ImageFiles(@Nullable OutputFolder folder, @Nullable OutputFolder masks) {
        this.folder = folder;
        this.masks = masks;
    }

    GeneratedImage write(SynthesizedImage image) throws IOException {
        byte[] png = Png.encode(image.released().image(), RecipeText.of(image));
        if (masks != null && image.changed() != null) {
            Path unused = masks.write(name(image), Png.encode(image.changed().toImage(), Map.of()));
        }
        String file = folder == null ? null : folder.write(name(image), png).toString();
        return GeneratedImage.of(image, file, Sha256.hex(png));
    }

    private static String name(SynthesizedImage image) {
        String className = image.recipe().className();
        // A class of someone's model may hold any character; a folder may not.
        String label = className == null ? PROMPT_FOLDER : className.replaceAll("[^\\p{L}\\p{N}_.-]|^\\.", "_");
        return label + "/" + image.recipe().seed() + ".png";
    }
}
