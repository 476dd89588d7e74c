package dev.flawsmith.cli;

import dev.flawsmith.augmentation.RealSet;
import dev.flawsmith.dataset.DatasetException;
import dev.flawsmith.dataset.LabelledFile;
import dev.flawsmith.dataset.procedural.ProceduralGenerator;
import dev.flawsmith.image.Colour;
import dev.flawsmith.image.DecodeLimits;
import dev.flawsmith.image.ImageDecoder;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.Png;
import dev.flawsmith.image.UnreadableImageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code flawsmith good-parts}: pictures without defects to paint onto, where nobody has photographed any. */
@Command(
        name = "good-parts",
        hidden = true,
        description = {
            "Writes square grey pictures without defects: surfaces drawn by rule, and the quietest windows of photos of defects",
            "(of those with a splits.csv, the train rows; one of a near-duplicate group), as told by QuietWindow. Look at them."
        })
final class GoodPartsCommand extends FlawsmithCommand {
    @Option(names = "--data", paramLabel = "DIR", description = "Photos to find quiet windows in. Default: none.")
    private @Nullable Path data;

    @Option(names = "--quiet", paramLabel = "N", description = "Quiet windows. Default: 50.")
    private int quiet = 50;

    @Option(names = "--surfaces", paramLabel = "N", description = "Surfaces drawn by rule. Default: 50.")
    private int surfaces = 50;

    @Option(names = "--size", paramLabel = "PIXELS", description = "Side of a picture. Default: 64.")
    private int size = 64;

    @Option(names = "--seed", paramLabel = "S", description = "Of the first surface. Default: 1.")
    private long seed = 1;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where they go.")
    @SuppressWarnings("NullAway.Init")
    private Path out;

    private record Found(LabelledFile file, QuietWindow window) {}

    private record Written(
            String file, @Nullable String photo, @Nullable QuietWindow window) {}

    private record Result(String out, List<Written> pictures) {}

    @Override
    public Integer call() throws IOException {
        if (quiet < 0 || surfaces < 0 || size < 16) {
            throw new InputException(
                    "size",
                    "expected numbers of at least 0 and a size of at least 16, found " + quiet + ", " + surfaces
                            + " and " + size);
        }
        OutputFolder folder = OutputFolder.check("out", out);
        List<Written> written = new ArrayList<>();
        for (int i = 0; i < surfaces; i++) {
            PixelImage part = new ProceduralGenerator().goodPart(seed + i, size, size);
            write(folder, String.format(Locale.ROOT, "surface-%03d.png", i), part, null, null, written);
        }
        if (data != null && quiet > 0) {
            List<Found> found = quietest(data);
            if (found.size() < quiet) {
                throw new InputException(
                        "data",
                        "data: expected photos with " + quiet + " windows, found " + found.size() + " in " + data);
            }
            for (int i = 0; i < quiet; i++) {
                Found one = found.get(i);
                QuietWindow window = one.window();
                PixelImage part = decoded(one.file()).crop(window.left(), window.top(), size, size);
                write(
                        folder,
                        String.format(Locale.ROOT, "quiet-%03d.png", i),
                        part,
                        one.file().name(),
                        window,
                        written);
            }
        }
        print(new Result(out.toString(), written), written.size() + " pictures in " + out);
        return Main.OK;
    }

    private static void write(
            OutputFolder folder,
            String name,
            PixelImage part,
            @Nullable String photo,
            @Nullable QuietWindow window,
            List<Written> written)
            throws IOException {
        Path unused = folder.write(name, Png.encode(part, Map.of()));
        written.add(new Written(name, photo, window));
    }

    /** The quietest window of each photo, the quietest photos first, one of each near-duplicate group. */
    private List<Found> quietest(Path folder) {
        List<Found> found = new ArrayList<>();
        try {
            for (LabelledFile file : RealSet.open(folder).train()) {
                QuietWindow.in(decoded(file), size).ifPresent(window -> found.add(new Found(file, window)));
            }
        } catch (DatasetException e) {
            throw new InputException("data", "data: " + e.getMessage(), e);
        }
        found.sort(Comparator.comparingDouble((Found one) -> one.window().unrest())
                .thenComparing(one -> one.file().name()));
        Set<String> groups = new HashSet<>();
        return found.stream()
                .filter(one -> one.file().duplicateGroup() == null
                        || groups.add(one.file().duplicateGroup()))
                .toList();
    }

    private static PixelImage decoded(LabelledFile file) {
        try {
            return Colour.toGrey(ImageDecoder.decode(file.path(), DecodeLimits.DEFAULT));
        } catch (UnreadableImageException e) {
            throw new InputException("data", "data: " + e.getMessage(), e);
        }
    }
}
