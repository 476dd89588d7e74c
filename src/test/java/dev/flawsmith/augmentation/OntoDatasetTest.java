package dev.flawsmith.augmentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.flawsmith.batching.GaussianDenoiser;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.PixelMask;
import dev.flawsmith.image.Png;
import dev.flawsmith.image.Sha256;
import dev.flawsmith.synthesis.Region;
import dev.flawsmith.synthesis.ToyModels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Datasets of defects painted onto photos without any. */
@Timeout(60)
class OntoDatasetTest {
    private static final String ALL =
            "formats: [imagefolder, coco, yolo, yolo-segmentation, voc, mvtec, webdataset," + " parquet]\n";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private final OntoFixture fixture = new OntoFixture(ToyModels.UNCHECKED);

    @AfterEach
    void close() {
        fixture.close();
    }

    private static PixelImage read(Path file) throws Exception {
        return Png.decode(Files.readAllBytes(file));
    }

    private JsonNode made(String spec, Path out) throws Exception {
        DatasetOutcome outcome = fixture.run(spec, out, false, DatasetListener.NONE);
        assertTrue(outcome.complete(), outcome.failure());
        return JSON.readTree(out.resolve(DatasetFolder.MANIFEST).toFile());
    }

    private String spec(Path photos) {
        return String.format(OntoFixture.SPEC, photos);
    }

    @Test
    void everyImageHasItsPhotoAndTheMaskOfWhatChanged() throws Exception {
        Path photos = OntoFixture.photos(folder);
        Path out = folder.resolve("out");
        JsonNode manifest = made(spec(photos), out);
        assertEquals(13, manifest.path("images").size());
        assertEquals(OntoFixture.PHOTOS, manifest.at("/onto/photos").size());
        List<String> order = new ArrayList<>();
        for (JsonNode image : manifest.path("images")) {
            JsonNode painted = image.path("painted");
            String photo = painted.path("photo").asText();
            order.add(photo);
            assertEquals(
                    Sha256.hex(photos.resolve(photo)),
                    painted.path("photo_sha256").asText());
            PixelImage before = read(photos.resolve(photo));
            assertEquals(
                    before,
                    read(out.resolve("normal").resolve(painted.path("normal").asText())));
            String file = image.path("file").asText();
            PixelImage after = read(out.resolve("images").resolve(file));
            PixelMask region = Region.SOMEWHERE.mask(
                    OntoFixture.WIDTH,
                    OntoFixture.HEIGHT,
                    GaussianDenoiser.SHAPE,
                    image.path("seed").asLong());
            PixelMask changed = PixelMask.whereBright(read(out.resolve("masks").resolve(file)));
            assertEquals(painted.path("changed").asInt(), changed.area());
            assertTrue(changed.area() > 0);
            for (int i = 0; i < OntoFixture.WIDTH * OntoFixture.HEIGHT; i++) {
                int x = i % OntoFixture.WIDTH;
                int y = i / OntoFixture.WIDTH;
                assertTrue(region.at(y, x) || before.sample(y, x, 0) == after.sample(y, x, 0), file);
                assertTrue(region.at(y, x) || !changed.at(y, x), file);
            }
        }
        assertEquals(OntoFixture.PHOTOS, new HashSet<>(order.subList(0, 5)).size(), "each photo once before any twice");
        assertEquals(order.subList(0, 5), order.subList(5, 10));
        List<String> lines = Files.readAllLines(out.resolve("metadata.jsonl"));
        assertEquals(13, lines.size());
        JsonNode eighth = JSON.readTree(lines.get(7));
        assertEquals("images/scratch/0000007.png", eighth.path("image").asText());
        assertEquals("masks/scratch/0000007.png", eighth.path("mask").asText());
        assertEquals("normal/0000002.png", eighth.path("normal").asText());
        assertTrue(Files.readString(out.resolve("README.md")).contains("painted onto | 5 photos without defects"));
    }

    @Test
    void everyFormatHoldsItAndTriplesAreReadBack() throws Exception {
        Path out = folder.resolve("out");
        JsonNode manifest = made(spec(OntoFixture.photos(folder)) + ALL, out);
        Path category = out.resolve("mvtec/parts");
        List<String> triples = Files.readAllLines(category.resolve("triples.csv"));
        assertEquals("image,mask,normal", triples.get(0));
        assertEquals(14, triples.size());
        Set<String> goods = new HashSet<>();
        for (String line : triples.subList(1, 14)) {
            String[] paths = line.split(",", -1);
            PixelImage image = read(category.resolve(paths[0]));
            PixelMask mask = PixelMask.whereBright(read(category.resolve(paths[1])));
            PixelImage normal = read(category.resolve(paths[2]));
            goods.add(paths[2]);
            assertTrue(mask.area() > 0);
            JsonNode told = told(manifest, paths[0]);
            String file = told.path("file").asText();
            PixelMask region = Region.SOMEWHERE.mask(
                    OntoFixture.WIDTH,
                    OntoFixture.HEIGHT,
                    GaussianDenoiser.SHAPE,
                    told.path("seed").asLong());
            int differing = 0;
            for (int i = 0; i < OntoFixture.WIDTH * OntoFixture.HEIGHT; i++) {
                int x = i % OntoFixture.WIDTH;
                int y = i / OntoFixture.WIDTH;
                differing += image.sample(y, x, 0) == normal.sample(y, x, 0) ? 0 : 1;
                assertTrue(
                        region.at(y, x) || image.sample(y, x, 0) == normal.sample(y, x, 0),
                        line + " at " + x + ", " + y);
                assertTrue(region.at(y, x) || !mask.at(y, x), line + " at " + x + ", " + y);
            }
            assertTrue(differing > 0, line);
            assertEquals(read(out.resolve("images").resolve(file)), image, line);
            assertEquals(read(out.resolve("masks").resolve(file)), mask.toImage(), line);
            assertEquals(
                    read(out.resolve("normal")
                            .resolve(told.at("/painted/normal").asText())),
                    normal,
                    line);
        }
        assertEquals(OntoFixture.PHOTOS, goods.size());
        assertTrue(goods.stream().anyMatch(file -> file.startsWith("train/good/")), goods.toString());
        int annotated = 0;
        for (String split : List.of("train", "test")) {
            JsonNode coco = JSON.readTree(
                    out.resolve("coco/annotations/instances_" + split + ".json").toFile());
            Set<Integer> images = new HashSet<>();
            coco.path("annotations")
                    .forEach(each -> images.add(each.path("image_id").asInt()));
            assertEquals(coco.path("images").size(), images.size(), "each image has a defect");
            annotated += images.size();
        }
        assertEquals(13, annotated);
        String first = manifest.at("/images/0/painted/normal").asText();
        assertTrue(Files.readString(out.resolve("imagefolder/train/metadata.jsonl"))
                .contains("\"normal\":\"" + first + "\""));
    }

    /** The manifest's image of an exported file, {@code test/pit/0000003.png}. */
    private static JsonNode told(JsonNode manifest, String file) {
        for (JsonNode image : manifest.path("images")) {
            if (file.equals("test/" + image.path("file").asText())) {
                return image;
            }
        }
        throw new AssertionError("expected an image of " + file);
    }

    @Test
    void aPhotoStandsInOneSplitInEveryFormat() throws Exception {
        Path out = folder.resolve("out");
        JsonNode manifest = made(spec(OntoFixture.photos(folder)) + ALL, out);
        Map<String, String> splits = new HashMap<>();
        for (JsonNode image : manifest.path("images")) {
            String normal = image.at("/painted/normal").asText();
            String split = image.path("split").asText();
            String before = splits.putIfAbsent(normal, split);
            assertTrue(before == null || before.equals(split), normal + " in " + before + " and " + split);
            String file = image.path("file").asText();
            assertTrue(
                    Files.isRegularFile(
                            out.resolve("imagefolder").resolve(split).resolve(file)),
                    file);
            String coco = "coco/images/" + split + "/" + file.replace('/', '_');
            assertTrue(Files.isRegularFile(out.resolve(coco)), coco);
        }
        assertEquals(OntoFixture.PHOTOS, splits.size());
        assertEquals(Set.of("train", "test"), new HashSet<>(splits.values()));
        for (String split : List.of("train", "test")) {
            Set<String> goods = new HashSet<>();
            splits.forEach((normal, of) -> {
                if (of.equals(split)) {
                    goods.add(normal);
                }
            });
            assertEquals(goods, names(out.resolve("mvtec/parts").resolve(split).resolve("good")));
        }
    }

    private static Set<String> names(Path folder) throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
        }
    }

    @Test
    void killedAndResumedItEndsWithTheSameBytes() throws Exception {
        String spec = spec(OntoFixture.photos(folder)) + ALL;
        Path whole = folder.resolve("whole");
        made(spec, whole);
        Path killed = folder.resolve("killed");
        for (long at : new long[] {2, 9}) {
            assertThrows(IllegalStateException.class, () -> fixture.run(spec, killed, at == 9, killedAt(at)));
        }
        // A power failure emptied a photo's copy: its images are drawn again.
        Files.write(killed.resolve("normal/0000004.png"), new byte[0]);
        assertTrue(fixture.run(spec, killed, true, DatasetListener.NONE).complete());
        assertEquals(DatasetFixture.hashes(whole), DatasetFixture.hashes(killed));
    }

    private static DatasetListener killedAt(long index) {
        return new DatasetListener() {
            @Override
            public void accepted(DatasetImage image) {
                if (image.index() == index) {
                    throw new IllegalStateException("killed");
                }
            }
        };
    }

    @Test
    void anotherPhotoOnResumeIsNamed() throws Exception {
        Path photos = OntoFixture.photos(folder);
        String spec = spec(photos);
        Path out = folder.resolve("out");
        assertThrows(IllegalStateException.class, () -> fixture.run(spec, out, false, killedAt(3)));
        byte[] third = Files.readAllBytes(photos.resolve("3.png"));
        OntoFixture.write(photos.resolve("3.png"), OntoFixture.surface(OntoFixture.WIDTH, OntoFixture.HEIGHT, 33));
        assertRefused("found 3.png changed", spec, out);
        Files.delete(photos.resolve("3.png"));
        assertRefused("found 3.png missing", spec, out);
        Files.write(photos.resolve("3.png"), third);
        Files.write(photos.resolve("9.png"), third);
        assertRefused("found another, 9.png", spec, out);
        Files.delete(photos.resolve("9.png"));
        assertTrue(fixture.run(spec, out, true, DatasetListener.NONE).complete());
    }

    private void assertRefused(String message, String spec, Path out) {
        AugmentationException refused =
                assertThrows(AugmentationException.class, () -> fixture.run(spec, out, true, DatasetListener.NONE));
        assertTrue(String.valueOf(refused.getMessage()).contains(message), refused.getMessage());
    }
}
