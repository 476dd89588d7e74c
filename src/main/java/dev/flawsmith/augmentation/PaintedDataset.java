package dev.flawsmith.augmentation;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.PixelMask;
import dev.flawsmith.image.Png;
import dev.flawsmith.image.UnreadableImageException;
import dev.flawsmith.model.ImageShape;
import dev.flawsmith.synthesis.CanvasRecipe;
import dev.flawsmith.synthesis.Recipe;
import dev.flawsmith.synthesis.RecipeText;
import dev.flawsmith.synthesis.SynthesisException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A finished dataset that was painted onto photos, to be measured: its triples, one after another. */
public final class PaintedDataset {
    private final Path folder;
    private final TreeMap<String, Long> rejected;

    /**
     * An image, its photo and what is known of both.
     *
     * @param file below {@code images/}
     * @param className what was asked for
     * @param image as it is
     * @param normal the photo
     * @param changed what stands out
     * @param region where was painted
     * @param seam pixels inside the region over which it fades into the photo
     * @param window shape of the model's images
     */
    public record Triple(
            String file,
            String className,
            PixelImage image,
            PixelImage normal,
            PixelMask changed,
            PixelMask region,
            int seam,
            ImageShape window) {
        /** The part of a picture of the photo's size that the model saw: a window of its images' size around the region. */
        public PixelImage seen(PixelImage picture) {
            return PaintedWindow.around(region, window).of(picture);
        }
    }

    /**
     * Names one; reads what came of it, no image yet.
     *
     * @throws AugmentationException if there is no finished dataset in the folder, or one that failed
     */
    public PaintedDataset(Path folder) throws IOException {
        if (!Files.isRegularFile(folder.resolve(DatasetFolder.MANIFEST))) {
            throw AugmentationException.input(
                    "dataset", "expected a dataset with a " + DatasetFolder.MANIFEST + ", found none in " + folder);
        }
        DatasetOutcome outcome = DatasetManifest.outcome(folder);
        if (!outcome.complete()) {
            throw AugmentationException.input(
                    "dataset",
                    "expected a dataset of status complete, found " + folder + " of status failed: "
                            + outcome.failure());
        }
        this.folder = folder;
        this.rejected = new TreeMap<>();
        outcome.rejected().forEach((why, count) -> rejected.put(why.wireName(), count));
    }

    /** Candidates that were refused for others, by reason: what is measured is measured of those that were not. */
    public Map<String, Long> rejected() {
        return Collections.unmodifiableMap(rejected);
    }

    /**
     * Reads it.
     *
     * @return images that there were
     * @throws AugmentationException if an image was not painted onto a photo, or a file is not as it was written
     */
    public int forEach(Consumer<Triple> action) {
        Map<String, ImageShape> models = new HashMap<>();
        int images = 0;
        try (JsonParser json = DatasetManifest.JSON.createParser(
                folder.resolve(DatasetFolder.MANIFEST).toFile())) {
            json.nextToken();
            for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
                json.nextToken();
                if (field.equals("models")) {
                    JsonNode all = json.readValueAsTree();
                    all.forEach(model -> models.put(
                            model.path("name").asText(),
                            new ImageShape(
                                    model.path("channels").asInt(),
                                    model.path("height").asInt(),
                                    model.path("width").asInt())));
                } else if (field.equals("images")) {
                    while (json.nextToken() == JsonToken.START_OBJECT) {
                        action.accept(triple(json.readValueAs(DatasetImage.class), models));
                        images++;
                    }
                } else {
                    json.skipChildren();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return images;
    }

    private Triple triple(DatasetImage image, Map<String, ImageShape> models) {
        DatasetImage.Painted painted = image.painted();
        ImageShape window = models.get(String.valueOf(image.model()));
        if (painted == null || window == null) {
            throw AugmentationException.input(
                    "dataset", "expected images that were painted onto photos, found " + image.file());
        }
        try {
            byte[] png = Files.readAllBytes(folder.resolve(DatasetStore.IMAGES).resolve(image.file()));
            Recipe recipe = RecipeText.parse(Png.readText(png));
            CanvasRecipe canvas = recipe.canvas();
            PixelImage normal = decoded(DatasetStore.NORMAL, painted.normal());
            if (canvas == null || canvas.region() == null) {
                throw AugmentationException.input(
                        "dataset", "expected a recipe with a region, found none in " + image.file());
            }
            PixelMask region = canvas.region().mask(normal.width(), normal.height(), window, recipe.seed());
            if (!canvas.isOf(region)) {
                throw AugmentationException.input(
                        "dataset", "expected the region that " + image.file() + " was painted into, found another");
            }
            PixelMask changed = PixelMask.whereBright(decoded(DatasetStore.MASKS, image.file()));
            return new Triple(
                    image.file(), image.className(), Png.decode(png), normal, changed, region, canvas.seam(), window);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (UnreadableImageException | SynthesisException e) {
            throw new AugmentationException(image.file() + ": " + e.getMessage(), e);
        }
    }

    private PixelImage decoded(String part, String file) throws IOException, UnreadableImageException {
        return Png.decode(Files.readAllBytes(folder.resolve(part).resolve(file)));
    }
}
