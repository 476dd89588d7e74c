package dev.flawsmith.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelPackageTest {
    @TempDir
    private Path folder;

    private static ModelManifest manifest() {
        return new ModelManifest(
                "toy",
                "1",
                "pixel",
                16,
                1,
                List.of("a", "b"),
                new ModelManifest.Conditioning(true, null),
                "edm",
                0.5,
                PixelTransfer.IDENTITY,
                new ModelManifest.Schedule(0.01, 80, 7),
                new ModelManifest.Defaults("heun", 18, 1),
                "index",
                Map.of("type", "unet"),
                new ModelManifest.TrainingData("toy", "Apache-2.0", "train", 4),
                new ModelManifest.Training(64, 1.5, 7, null, null),
                Map.of());
    }

    private void seal() throws IOException {
        Files.writeString(folder.resolve(ModelPackage.DENOISER), "weights");
        Files.createDirectories(folder.resolve(ModelPackage.INDEX));
        Files.writeString(folder.resolve("index/index.json"), "{}");
        ModelPackage.seal(folder, manifest());
    }

    @Test
    void opensWhatItSealed() throws IOException {
        seal();
        ModelPackage opened = ModelPackage.open(folder);
        assertEquals(manifest().withFiles(opened.manifest().files()), opened.manifest());
        assertEquals(2, opened.manifest().files().size());
        // printf weights | sha256sum
        assertEquals("9a129038d9a00aed0cf6a7ea059ca50a813449061ab87848cf1a13eafdf33b2c", opened.weightsSha256());
    }

    @Test
    void refusesADamagedFileByName() throws IOException {
        seal();
        Files.writeString(folder.resolve(ModelPackage.DENOISER), "Weights");
        ModelPackageException e = assertThrows(ModelPackageException.class, () -> ModelPackage.open(folder));
        assertTrue(String.valueOf(e.getMessage()).contains(ModelPackage.DENOISER));
        assertTrue(String.valueOf(e.getMessage()).contains("expected SHA-256"));
    }

    @Test
    void refusesAMissingFileByName() throws IOException {
        seal();
        Files.delete(folder.resolve("index/index.json"));
        ModelPackageException e = assertThrows(ModelPackageException.class, () -> ModelPackage.open(folder));
        assertTrue(String.valueOf(e.getMessage()).contains("index.json"));
    }

    @Test
    void refusesAManifestWithANonsenseValue() throws IOException {
        seal();
        Path file = folder.resolve(ModelPackage.MANIFEST);
        Files.writeString(file, Files.readString(file).replace("\"pixel\"", "\"voxel\""));
        ModelPackageException e = assertThrows(ModelPackageException.class, () -> ModelPackage.open(folder));
        assertTrue(String.valueOf(e.getMessage()).contains("voxel"));
    }

    @Test
    void takesAGuidanceIntervalAndRescaleAndLeavesThemOutWhereThereAreNone() throws IOException {
        seal();
        Path file = folder.resolve(ModelPackage.MANIFEST);
        String text = Files.readString(file);
        assertFalse(text.contains("guidance_interval"), text);
        Files.writeString(
                file,
                text.replace(
                        "\"guidance_scale\" : 1.0",
                        "\"guidance_scale\" : 1.0, \"guidance_interval\": [0.17, 2], \"guidance_rescale\": 0.5"));
        ModelManifest.Defaults read = ModelPackage.open(folder).manifest().denoisingDefaults();
        assertEquals(new ModelManifest.Defaults("heun", 18, 1, List.of(0.17, 2.0), 0.5), read);
    }

    @Test
    void namesEveryDefaultOfTheSamplerThatIsWrong() throws IOException {
        seal();
        Path file = folder.resolve(ModelPackage.MANIFEST);
        Files.writeString(
                file,
                Files.readString(file)
                        .replace("\"steps\" : 18", "\"steps\" : 0")
                        .replace(
                                "\"guidance_scale\" : 1.0",
                                "\"guidance_interval\": [2, 1], \"guidance_rescale\": 1.5, \"guidnace\": 1"));
        ModelPackageException e = assertThrows(ModelPackageException.class, () -> ModelPackage.open(folder));
        String message = String.valueOf(e.getMessage());
        assertTrue(message.contains("steps: expected a whole number of at least 1, found 0"), message);
        assertTrue(message.contains("guidance_scale: expected a finite number of at least 0, found nothing"), message);
        assertTrue(
                message.contains("guidance_interval: expected [low, high] with 0 <= low < high, found [2, 1]"),
                message);
        assertTrue(message.contains("guidance_rescale: expected a number from 0 to 1, found 1.5"), message);
        assertTrue(message.contains("guidnace: expected no such field"), message);
    }

    @Test
    void refusesAManifestThatReachesOutside() throws IOException {
        seal();
        Path file = folder.resolve(ModelPackage.MANIFEST);
        Files.writeString(file, Files.readString(file).replace("index/index.json", "../index.json"));
        ModelPackageException e = assertThrows(ModelPackageException.class, () -> ModelPackage.open(folder));
        assertTrue(String.valueOf(e.getMessage()).contains("inside"));
    }

    @Test
    void refusesAFolderWithoutManifest() {
        ModelPackageException e = assertThrows(ModelPackageException.class, () -> ModelPackage.open(folder));
        assertTrue(String.valueOf(e.getMessage()).contains(ModelPackage.MANIFEST));
    }
}
