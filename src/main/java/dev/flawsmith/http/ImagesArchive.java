package dev.flawsmith.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flawsmith.image.PixelMask;
import dev.flawsmith.image.Png;
import dev.flawsmith.synthesis.SynthesizedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answer to an image request as a zip: every PNG under its index and seed, and behind them {@value #FACTS}, which says what the
 * JSON answer says, each image's {@code file} in place of its bytes. Holds one PNG at a time.
 */
final class ImagesArchive {
    static final String FACTS = "images.json";

    private final ZipStream zip;
    private final ImageStore store;
    private final List<ObjectNode> facts = new ArrayList<>();

    /** @param store where the images can be fetched again, one by one */
    ImagesArchive(OutputStream out, ImageStore store) {
        this.zip = new ZipStream(out);
        this.store = store;
    }

    void add(SynthesizedImage image) throws IOException {
        PngFile png = PngFile.of(image);
        String name = String.format(
                Locale.ROOT, "%04d-%d.png", image.index(), image.recipe().seed());
        zip.add(name, out -> out.write(png.bytes()));
        ObjectNode body = Json.tree(ImageBody.of(image, png, store.add(png)));
        body.remove("b64_png");
        body.remove("mask_b64_png");
        facts.add(body.put("file", name).put("mask_file", mask(image, name)));
    }

    /** Writes where a painted image stands out from its photo; null where there is no such thing. */
    private @Nullable String mask(SynthesizedImage image, String name) throws IOException {
        PixelMask changed = image.changed();
        if (changed == null) {
            return null;
        }
        String file = name.replaceFirst("\\.png$", "-mask.png");
        zip.add(file, out -> out.write(Png.encode(changed.toImage(), Map.of())));
        return file;
    }

    /** @param seconds how long the images took */
    void finish(long created, String model, double seconds) throws IOException {
        byte[] json = Json.write(new Facts(created, model, facts, seconds));
        zip.add(FACTS, out -> out.write(json));
        zip.finish();
    }

    /** As {@link ImagesBody}. */
    private record Facts(long created, String model, List<ObjectNode> images, double seconds) {}
}
