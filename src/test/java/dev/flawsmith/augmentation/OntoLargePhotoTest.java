package dev.flawsmith.augmentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.batching.GaussianDenoiser;
import dev.flawsmith.dataset.NearDuplicateFilter;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.Png;
import dev.flawsmith.synthesis.ToyModels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Defects in photos of twenty times the model's side, of which they are a hundredth of a hundredth. */
@Timeout(60)
class OntoLargePhotoTest {
    private static final int SIDE = 320;

    @TempDir
    private Path folder;

    private final OntoFixture fixture = new OntoFixture(ToyModels.UNCHECKED);

    @AfterEach
    void close() {
        fixture.close();
    }

    private String spec(Path photos) {
        return String.format(OntoFixture.SPEC, photos);
    }

    private Path photos() throws Exception {
        Path photos = Files.createDirectories(folder.resolve("good parts"));
        for (int i = 0; i < 2; i++) {
            OntoFixture.write(photos.resolve(i + ".png"), OntoFixture.surface(SIDE, SIDE, i));
        }
        return photos;
    }

    @Test
    void aClassOfSeveralImagesFillsAndResumes() throws Exception {
        String spec = spec(photos()) + "candidates: 3\n";
        Path whole = folder.resolve("whole");
        DatasetOutcome outcome = fixture.run(spec, whole, false, DatasetListener.NONE);
        assertTrue(outcome.complete(), outcome.failure());
        assertEquals(13, outcome.synthetic());
        PixelImage sheet = Png.decode(Files.readAllBytes(whole.resolve(DatasetCard.SAMPLES)));
        assertEquals(7 * 128 + 6 * 2, sheet.width(), "of seven photos, made small");
        Path killed = folder.resolve("killed");
        assertThrows(
                IllegalStateException.class,
                () -> fixture.run(spec, killed, false, new DatasetListener() {
                    @Override
                    public void accepted(DatasetImage image) {
                        if (image.index() == 4) {
                            throw new IllegalStateException("killed");
                        }
                    }
                }));
        assertTrue(fixture.run(spec, killed, true, DatasetListener.NONE).complete());
        assertEquals(DatasetFixture.hashes(whole), DatasetFixture.hashes(killed));
    }

    /** The same box of one photo, painted by a model that always paints the same but for grain. */
    @Test
    void whatIsPaintedAlikeIsStillANearDuplicate() {
        PixelImage photo = OntoFixture.surface(SIDE, SIDE, 1);
        PaintedWindow window = new PaintedWindow(100, 90, GaussianDenoiser.SHAPE);
        NearDuplicateFilter filter =
                new NearDuplicateFilter(0.97, number -> Difference.of(photo, dark(photo, 1), window));
        filter.add("pit", 0, Difference.of(photo, dark(photo, 1), window));
        assertTrue(
                filter.find("pit", Difference.of(photo, dark(photo, 2), window)).isPresent());
        assertTrue(filter.find("pit", Difference.of(photo, dark(photo, -2), window))
                .isEmpty());
    }

    /** A faint spot within the window, which reaches from 100, 90. */
    private static PixelImage dark(PixelImage photo, int by) {
        byte[] samples = photo.samples();
        for (int y = 95; y < 99; y++) {
            for (int x = 103; x < 109; x++) {
                samples[y * SIDE + x] -= (byte) by;
            }
        }
        return new PixelImage(SIDE, SIDE, 1, samples);
    }

    @Test
    void theClassifierSeesTheModelsWindow() throws Exception {
        Set<String> seen = new ConcurrentSkipListSet<>();
        String spec = spec(photos()) + "quality: {at_least: 0.5}\nreference: " + DatasetFixture.photos(folder) + "\n";
        DatasetOutcome outcome = fixture.run(
                spec,
                folder.resolve("out"),
                (image, className) -> {
                    seen.add(image.width() + "x" + image.height());
                    return 1;
                },
                null);
        assertTrue(outcome.complete(), outcome.failure());
        assertEquals(Set.of("16x16"), seen);
    }

    @Test
    void theCardTellsWhyWholeImagesAreNotCompared() throws Exception {
        Appraiser appraiser = new Appraiser() {
            @Override
            public Distance distance(Path images, List<String> files, @Nullable String encoder) {
                throw new AssertionError("whole images");
            }

            @Override
            public List<Section> sections(Path images, List<String> files) {
                throw new AssertionError("whole images");
            }
        };
        Path out = folder.resolve("out");
        DatasetOutcome outcome = fixture.run(spec(photos()), out, null, appraiser);
        assertTrue(outcome.complete(), outcome.failure());
        String card = Files.readString(out.resolve("README.md"));
        assertTrue(card.contains("## Not compared with real photos as a whole"), card);
    }
}
