package dev.flawsmith.augmentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.PixelMask;
import dev.flawsmith.image.Png;
import dev.flawsmith.synthesis.Recipe;
import dev.flawsmith.synthesis.SynthesisListener;
import dev.flawsmith.synthesis.ToyModels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Datasets painted onto photos, drawn again. */
@Timeout(60)
class OntoVerificationTest {
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

    @Test
    void verifyingDrawsImagesAndMasksAgainFromThePhotos() throws Exception {
        Path out = folder.resolve("out");
        made(out);
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
        assertEquals(13, verifier.redraw(this::again, 13, null, 0, image -> {}));
        assertEquals(0, verifier.masksLeft());
        return verifier.problems();
    }

    private DatasetVerifier.Redrawn again(Recipe recipe, @Nullable PixelImage photo) {
        return DatasetVerifier.Redrawn.of(fixture.synthesizer
                .replay(recipe, photo, null, SynthesisListener.NONE)
                .images()
                .join()
                .get(0));
    }

    @Test
    void anImageThatIsDrawnAgainWithoutAMaskIsAProblem() throws Exception {
        Path out = folder.resolve("out");
        made(out);
        DatasetVerifier verifier = new DatasetVerifier(out);
        long unused = verifier.redraw(
                (recipe, photo) ->
                        new DatasetVerifier.Redrawn(again(recipe, photo).image(), null),
                1,
                3L,
                0,
                image -> {});
        assertEquals(
                List.of("images/pit/0000003.png: expected a mask of what changed in its photo, found none when drawn"
                        + " again"),
                verifier.problems());
    }

    @Test
    void masksOfPixelsThatAreOffAreCountedAsNotCompared() throws Exception {
        Path out = folder.resolve("out");
        made(out);
        DatasetVerifier verifier = new DatasetVerifier(out);
        long unused = verifier.redraw(
                (recipe, photo) -> {
                    DatasetVerifier.Redrawn same = again(recipe, photo);
                    byte[] samples = same.image().samples();
                    samples[0] ^= 1;
                    return new DatasetVerifier.Redrawn(
                            new PixelImage(OntoFixture.WIDTH, OntoFixture.HEIGHT, 1, samples), same.changed());
                },
                13,
                null,
                1,
                image -> {});
        assertEquals(List.of(), verifier.problems());
        assertEquals(13, verifier.masksLeft());
    }

    private void made(Path out) throws Exception {
        DatasetOutcome outcome = fixture.run(spec(OntoFixture.photos(folder)), out, false, DatasetListener.NONE);
        assertTrue(outcome.complete(), outcome.failure());
    }

    private static PixelImage read(Path file) throws Exception {
        return Png.decode(Files.readAllBytes(file));
    }
}
