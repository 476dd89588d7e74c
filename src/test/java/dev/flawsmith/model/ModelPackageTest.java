package dev.flawsmith.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
