package dev.flawsmith.augmentation;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.PixelMask;
import dev.flawsmith.image.Png;
import dev.flawsmith.image.Sha256;
import dev.flawsmith.image.UnreadableImageException;
import dev.flawsmith.synthesis.Recipe;
import dev.flawsmith.synthesis.RecipeText;
import dev.flawsmith.synthesis.SynthesisException;
import dev.flawsmith.synthesis.SynthesizedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Compares a finished dataset with its manifest: hashes of files, and pixels drawn again from recipes. */
public final class DatasetVerifier {
    private final Path folder;
    private final List<String> problems = new ArrayList<>();
    private final Map<String, String> models = new LinkedHashMap<>();
    private final Set<Path> known = new HashSet<>();
    private String status = "";
    private long files;
    private long images;
    private long synthetic;
    private long masksLeft;

    /** Draws an image of a recipe again. */
    @FunctionalInterface
    public interface Redraw {
        /**
         * Draws it.
         *
         * @param photo that it was painted into; null for none
         */
        Redrawn draw(Recipe recipe, @Nullable PixelImage photo);
    }

    /**
     * An image that was drawn again.
     *
     * @param changed what of it stands out from its photo; null where it was painted into none
     */
    public record Redrawn(PixelImage image, @Nullable PixelMask changed) {
        /** Of a synthesis. */
        public static Redrawn of(SynthesizedImage image) {
            return new Redrawn(image.released().image(), image.changed());
        }
    }

    /**
     * Reads the manifest.
     *
     * @throws AugmentationException if there is no manifest in the folder, or it is none
     */
    public DatasetVerifier(Path folder) {
        this.folder = folder;
        if (!Files.isRegularFile(folder.resolve(DatasetFolder.MANIFEST))) {
            throw AugmentationException.input(
                    "verify", "expected a dataset with a " + DatasetFolder.MANIFEST + ", found none in " + folder);
        }
        read(false, image -> {
            images++;
            synthetic += image.synthetic() ? 1 : 0;
        });
    }

    /** What is wrong, in sentences; empty while all is well. */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    /** Images that the manifest names. */
    public long images() {
        return images;
    }

    /** Those of them that were drawn. */
    public long synthetic() {
        return synthetic;
    }

    /** Files beside images that were compared. */
    public long files() {
        return files;
    }

    /**
     * Masks of images drawn again that were not compared, for the pixels are off within the tolerance and a mask of what changed
     * may be another then.
     */
    public long masksLeft() {
        return masksLeft;
    }

    /** Model to SHA-256, as the manifest has them. */
    public Map<String, String> models() {
        return models;
    }

    /** Compares every file's hash; what is missing, changed or not told of becomes a problem. */
    public void hashes() {
        known.add(folder.resolve(DatasetFolder.MANIFEST));
        if (!status.equals("complete")) {
            problems.add(DatasetFolder.MANIFEST + ": expected a complete dataset, found one that is " + status);
        }
        read(true, image -> compare(DatasetStore.IMAGES + "/" + image.file(), image.sha256()));
        try (Stream<Path> all = Files.walk(folder)) {
            all.filter(Files::isRegularFile)
                    .filter(file -> !known.contains(file))
                    .sorted()
                    .forEach(file ->
                            problems.add(name(file) + ": expected only what the manifest names, found this file"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String name(Path file) {
        return folder.relativize(file).toString();
    }

    private void compare(String name, String expected) {
        Path file = folder.resolve(name);
        known.add(file);
        try {
            String found = Sha256.hex(file);
            if (!found.equals(expected)) {
                problems.add(name + ": expected SHA-256 " + expected + ", found " + found);
            }
        } catch (NoSuchFileException e) {
            problems.add(name + ": expected this file, found none");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Draws synthetic images again.
     *
     * @param wanted how many, evenly spread; all where there are no more
     * @param only null, or the number of a single image
     * @param tolerance grey levels that a sample may be off by, for arithmetic on another engine
     * @return images drawn
     */
    public long redraw(Redraw redraw, long wanted, @Nullable Long only, int tolerance, Consumer<DatasetImage> drawn) {
        long[] count = {0, 0};
        read(false, image -> {
            boolean chosen = only == null
                    ? image.synthetic() && spread(count[0]++, Math.min(wanted, synthetic))
                    : image.index() == only;
            if (!chosen) {
                return;
            }
            if (!image.synthetic()) {
                throw AugmentationException.input(
                        "image", "expected a synthetic image, found the real photo " + image.file());
            }
            redraw(redraw, image, tolerance);
            drawn.accept(image);
            count[1]++;
        });
        if (only != null && count[1] == 0) {
            throw AugmentationException.input(
                    "image", "expected a number from 0 to " + (images - 1) + ", found " + only);
        }
        return count[1];
    }

    /** Whether the synthetic image of a number from 0 is one of so many that are spread evenly: k·n/wanted for a k. */
    private boolean spread(long number, long wanted) {
        long k = (number * wanted + synthetic - 1) / synthetic;
        return k < wanted && k * synthetic / wanted == number;
    }

    private void redraw(Redraw redraw, DatasetImage image, int tolerance) {
        String name = DatasetStore.IMAGES + "/" + image.file();
        try {
            byte[] png = Files.readAllBytes(folder.resolve(name));
            PixelImage before = Png.decode(png);
            Recipe recipe = RecipeText.parse(Png.readText(png));
            if (!Objects.equals(recipe.seed(), image.seed())
                    || !recipe.model().equals(image.model())
                    || !Objects.equals(recipe.prompt(), image.prompt())
                    || (recipe.prompt() == null && !image.className().equals(recipe.className()))) {
                problems.add(name + ": expected the recipe of seed " + image.seed() + ", " + image.model() + ", "
                        + image.className() + ", as the manifest has it, found " + recipe.seed() + ", "
                        + recipe.model() + ", " + recipe.className());
                return;
            }
            DatasetImage.Painted painted = image.painted();
            PixelImage photo = painted == null
                    ? null
                    : Png.decode(Files.readAllBytes(
                            folder.resolve(DatasetStore.NORMAL).resolve(painted.normal())));
            Redrawn again = redraw.draw(recipe, photo);
            int off = before.largestDifference(again.image());
            if (painted != null && again.changed() == null) {
                problems.add(name + ": expected a mask of what changed in its photo, found none when drawn again");
            } else if (painted != null && again.changed() != null) {
                mask(image, again.changed(), off);
            }
            if (off > tolerance) {
                problems.add(
                        name + ": expected the pixels that its recipe gives, found some " + off + " of 255 levels off");
            }
        } catch (UnreadableImageException | SynthesisException e) {
            problems.add(name + ": " + e.getMessage());
        } catch (IOException e) {
            problems.add(name + ": expected a file that can be read, found: " + e);
        }
    }

    /** The same pixels stand out in the same places; of others (by arithmetic on another engine) nothing is said. */
    private void mask(DatasetImage image, PixelMask changed, int off) throws IOException, UnreadableImageException {
        if (off > 0) {
            masksLeft++;
            return;
        }
        String name = DatasetStore.MASKS + "/" + image.file();
        PixelImage kept = Png.decode(Files.readAllBytes(folder.resolve(name)));
        if (!kept.equals(changed.toImage())) {
            problems.add(name + ": expected the mask of what changed, found another");
        }
    }

    /**
     * Reads the manifest, an image at a time.
     *
     * @param compare whether other files are compared as they come
     */
    private void read(boolean compare, Consumer<DatasetImage> action) {
        Path file = folder.resolve(DatasetFolder.MANIFEST);
        try (JsonParser json = DatasetManifest.JSON.createParser(file.toFile())) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new AugmentationException(file + ": expected a JSON object");
            }
            for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
                json.nextToken();
                switch (field) {
                    case "images" -> {
                        while (json.nextToken() == JsonToken.START_OBJECT) {
                            action.accept(json.readValueAs(DatasetImage.class));
                        }
                    }
                    case "files" -> {
                        JsonNode hashes = json.readValueAsTree();
                        files = hashes.size();
                        if (compare) {
                            hashes.properties()
                                    .forEach(each -> compare(
                                            each.getKey(), each.getValue().asText()));
                        }
                    }
                    case "models" -> {
                        JsonNode all = json.readValueAsTree();
                        all.forEach(model -> models.put(
                                model.path("name").asText(),
                                model.path("sha256").asText()));
                    }
                    case "status" -> status = json.getText();
                    default -> json.skipChildren();
                }
            }
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AugmentationException(file + ": expected a manifest, found: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
