package dev.flawsmith.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.flawsmith.augmentation.RealSet;
import dev.flawsmith.dataset.DatasetException;
import dev.flawsmith.dataset.LabelledFile;
import dev.flawsmith.dataset.PhotoReader;
import dev.flawsmith.dataset.procedural.ProceduralGenerator;
import dev.flawsmith.image.DecodeLimits;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.Png;
import dev.flawsmith.image.UnreadableImageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code flawsmith good-parts}: pictures without defects to paint onto, where nobody has photographed any. */
@Command(
        name = "good-parts",
        hidden = true,
        description = {
            "Writes square grey pictures to paint onto: surfaces drawn by rule, and the quietest photos of defects (of those with a",
            "splits.csv, the train rows; one of a near-duplicate group; class after class in turn), each cut to its middle square and",
            "shrunk to the size by area, as for training, so that a model sees surfaces at the scale that it has learnt. The quietest",
            "photos of defects may still show some. Look at them."
        })
final class GoodPartsCommand extends FlawsmithCommand {
    @Option(names = "--data", paramLabel = "DIR", description = "Photos to find quiet ones among. Default: none.")
    private @Nullable Path data;

    @Option(names = "--quiet", paramLabel = "N", description = "Quiet photos. Default: 50.")
    private int quiet = 50;

    @Option(names = "--surfaces", paramLabel = "N", description = "Surfaces drawn by rule. Default: 50.")
    private int surfaces = 50;

    @Option(names = "--size", paramLabel = "PIXELS", description = "Side of a picture: the model's. Default: 64.")
    private int size = 64;

    @Option(names = "--seed", paramLabel = "S", description = "Of the first surface. Default: 1.")
    private long seed = 1;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where they go.")
    @SuppressWarnings("NullAway.Init")
    private Path out;

    private record Found(LabelledFile file, double unrest) {}

    private record Written(
            String file,
            @Nullable String photo,
            @JsonProperty("class") @Nullable String className,
            @Nullable Double unrest) {}

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
            String name = String.format(Locale.ROOT, "surface-%03d.png", i);
            PixelImage part = new ProceduralGenerator().goodPart(seed + i, size, size);
            Path unused = folder.write(name, Png.encode(part, Map.of()));
            written.add(new Written(name, null, null, null));
        }
        if (data != null && quiet > 0) {
            List<Found> found = quietest(data);
            for (int i = 0; i < found.size(); i++) {
                LabelledFile file = found.get(i).file();
                String name = String.format(Locale.ROOT, "quiet-%03d.png", i);
                Path unused = folder.write(name, Png.encode(read(file), Map.of()));
                written.add(new Written(
                        name, file.name(), file.className(), found.get(i).unrest()));
            }
        }
        print(new Result(out.toString(), written), written.size() + " pictures in " + out);
        return Main.OK;
    }

    /** The quietest photo of each class, then the second of each, and so on; one of each near-duplicate group. */
    private List<Found> quietest(Path folder) {
        Map<String, Deque<Found>> classes = new TreeMap<>();
        sorted(folder)
                .forEach(one -> classes.computeIfAbsent(one.file().className(), name -> new ArrayDeque<>())
                        .add(one));
        List<Found> chosen = new ArrayList<>();
        Set<String> groups = new HashSet<>();
        while (chosen.size() < quiet && !classes.isEmpty()) {
            for (Deque<Found> photos : classes.values()) {
                Found next = photos.poll();
                while (next != null
                        && next.file().duplicateGroup() != null
                        && !groups.add(next.file().duplicateGroup())) {
                    next = photos.poll();
                }
                if (next != null && chosen.size() < quiet) {
                    chosen.add(next);
                }
            }
            classes.values().removeIf(Deque::isEmpty);
        }
        if (chosen.size() < quiet) {
            throw new InputException(
                    "data",
                    "data: expected " + quiet
                            + " photos neither dark nor bright, one of each near-duplicate group, found "
                            + chosen.size() + " in " + folder);
        }
        return chosen;
    }

    private List<Found> sorted(Path folder) {
        List<Found> found = new ArrayList<>();
        try {
            for (LabelledFile file : RealSet.open(folder).train()) {
                QuietPhoto.unrest(read(file)).ifPresent(unrest -> found.add(new Found(file, unrest)));
            }
        } catch (DatasetException e) {
            throw new InputException("data", "data: " + e.getMessage(), e);
        }
        found.sort(Comparator.comparingDouble(Found::unrest)
                .thenComparing(one -> one.file().name()));
        return found;
    }

    private PixelImage read(LabelledFile file) {
        try {
            return new PhotoReader(size, 1, DecodeLimits.DEFAULT).read(file, 0).image();
        } catch (UnreadableImageException e) {
            throw new InputException("data", "data: " + e.getMessage(), e);
        }
    }
}
