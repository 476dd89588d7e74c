package dev.flawsmith.augmentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import dev.flawsmith.synthesis.SynthesisListener;
import dev.flawsmith.synthesis.ToyModels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
            for (int i = 0; i < OntoFixture.WIDTH * OntoFixture.HEIGHT; i++) {
                int x = i % OntoFixture.WIDTH;
                int y = i / OntoFixture.WIDTH;
                assertFalse(mask.at(y, x) && image.equals(normal), line);
            }
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

    @Test
    void verifyingDrawsImagesAndMasksAgainFromThePhotos() throws Exception {
        Path out = folder.resolve("out");
        made(spec(OntoFixture.photos(folder)), out);
        assertEquals(List.of(), problems(out));
        PixelImage mask = read(out.resolve("masks/pit/0000001.png"));
        OntoFixture.write(
                out.resolve("masks/pit/0000001.png"),
                new PixelMask(mask.width(), mask.height(), new boolean[mask.width() * mask.height()]).toImage());
        OntoFixture.write(
                out.resolve("normal/0000003.png"), OntoFixture.surface(OntoFixture.WIDTH, OntoFixture.HEIGHT, 3000));
        String found = String.join("\n", problems(out));
        assertTrue(found.contains("masks/pit/0000001.png: expected the mask of what changed, found another"), found);
        assertTrue(found.contains("masks/pit/0000001.png: expected SHA-256"), found);
        assertTrue(found.contains("normal/0000003.png: expected SHA-256"), found);
        assertTrue(found.contains("images/pit/0000003.png: init_image: expected the one of SHA-256"), found);
    }

    private List<String> problems(Path out) {
        DatasetVerifier verifier = new DatasetVerifier(out);
        verifier.hashes();
        long drawn = verifier.redraw(
                (recipe, photo) -> DatasetVerifier.Redrawn.of(fixture.synthesizer
                        .replay(recipe, photo, null, SynthesisListener.NONE)
                        .images()
                        .join()
                        .get(0)),
                1,
                null,
                0,
                image -> {});
        assertEquals(13, drawn);
        return verifier.problems();
    }

    @Test
    void nothingPaintedIsRefusedUnderItsOwnName() throws Exception {
        String spec = spec(OntoFixture.photos(folder)) + "seam: 64\ncandidates: 3\n"
                + "region: {x: 3, y: 4, width: 9, height: 8}\nstrength: 1\nrepaint_passes: 1\n";
        DatasetOutcome outcome = fixture.run(spec, folder.resolve("out"), false, DatasetListener.NONE);
        assertFalse(outcome.complete());
        assertTrue(String.valueOf(outcome.failure()).contains("unchanged 3"), outcome.failure());
    }

    @Test
    void whatCannotBePaintedOntoIsNamedBeforeWork() throws Exception {
        Path photos = OntoFixture.photos(folder);
        String spec = spec(photos);
        refused("seam: expected onto", "model: toy\nclasses: {pit: 1}\nseed: 1\nseam: 2\n");
        refused("region: expected onto", "model: toy\nclasses: {pit: 1}\nseed: 1\nregion: somewhere\n");
        refused("size: expected none beside onto", spec + "size: 32\n");
        refused("include: expected none beside onto", spec + "include: " + photos + "\n");
        refused("region", spec + "region: elsewhere\n");
        refused("strength", spec + "strength: 0\n");
        refused("region: expected a box of at least", spec + "region: {x: 20, y: 1, width: 8, height: 4}\n");
        refused("onto", spec(folder.resolve("nowhere")));
        refused(
                "onto: expected models that can paint into a photo, found drawn",
                spec.replace("model: toy", "model: drawn").replace("7,", "0,"),
                new DatasetFixture());
        OntoFixture.write(photos.resolve("3.png"), OntoFixture.surface(25, OntoFixture.HEIGHT, 3));
        refused("onto: expected photos of one size", spec);
        Files.writeString(photos.resolve("3.png"), "no pixels");
        refused("found 3.png: ", spec);
        Path small = Files.createDirectories(folder.resolve("small"));
        OntoFixture.write(small.resolve("1.png"), OntoFixture.surface(15, 30, 3));
        refused("onto: 1.png: expected at least 16x16 pixels", spec(small));
    }

    private void refused(String message, String spec) {
        RuntimeException refused = assertThrows(
                RuntimeException.class, () -> fixture.run(spec, folder.resolve("out"), false, DatasetListener.NONE));
        assertTrue(String.valueOf(refused.getMessage()).contains(message), refused.getMessage());
        assertFalse(Files.exists(folder.resolve("out")), "nothing is made");
    }

    private void refused(String message, String spec, DatasetFixture other) {
        try (other) {
            SpecException refused = assertThrows(
                    SpecException.class,
                    () -> other.run(spec, folder.resolve("out"), false, null, DatasetListener.NONE));
            assertTrue(String.valueOf(refused.getMessage()).contains(message), refused.getMessage());
        }
    }

    @Test
    void datasetsAndTheirOwnFolderAreNoPhotos() throws Exception {
        Path photos = OntoFixture.photos(folder);
        AugmentationException inside = assertThrows(
                AugmentationException.class,
                () -> fixture.run(spec(photos), photos.resolve("out"), false, DatasetListener.NONE));
        assertTrue(String.valueOf(inside.getMessage()).contains("lie apart from the dataset"), inside.getMessage());
        Path out = folder.resolve("made");
        made(spec(photos), out);
        SpecException again = assertThrows(
                SpecException.class, () -> fixture.run(spec(out), folder.resolve("out"), false, DatasetListener.NONE));
        assertTrue(String.valueOf(again.getMessage()).contains("found a dataset that augment has made"));
    }

    @Test
    void aHoldoutPhotoIsNamedBeforeWork() throws Exception {
        Path photos = OntoFixture.photos(folder);
        PixelImage holdout = OntoFixture.surface(16, 16, 77);
        Path few = Files.createDirectories(folder.resolve("few"));
        OntoFixture.write(few.resolve("held.png"), holdout);
        OntoFixture.write(few.resolve("other.png"), OntoFixture.surface(16, 16, 78));
        try (OntoFixture guarded = new OntoFixture(ToyModels.heldOut(List.of(holdout)))) {
            SpecException refused = assertThrows(
                    SpecException.class,
                    () -> guarded.run(spec(few), folder.resolve("out"), false, DatasetListener.NONE));
            assertTrue(
                    String.valueOf(refused.getMessage()).contains("onto: held.png: expected a photo that the model's"),
                    refused.getMessage());
            assertFalse(Files.exists(folder.resolve("out")));
            assertTrue(guarded.run(spec(photos), folder.resolve("guarded"), false, DatasetListener.NONE)
                    .complete());
        }
    }
}
