package dev.flawsmith.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** A model of two classes that has learnt for a moment, and the photos that it learnt from. */
final class ToyModel {
    private ToyModel() {}

    /** Makes {@code photos} and {@code toy} in a folder; answers the model's. */
    static Path train(Path shared) {
        Path photos = shared.resolve("photos");
        CommandLine.photos(photos, 12, "scratch", "patch");
        Path model = shared.resolve("toy");
        CommandLine.Outcome trained = CommandLine.run(
                "train", "--data", photos, "--out", model, "--images", 64, "--batch", 8, "--size", 16, "--json");
        assertEquals(Main.OK, trained.code(), trained.err());
        assertEquals(64, trained.json().get("images").asLong());
        assertTrue(trained.json().get("loss").isNumber(), trained.out());
        assertTrue(Files.isRegularFile(model.resolve("loss.png")), "the model card shows it");
        assertTrue(trained.err().contains("warning: class scratch"), trained.err());
        return model;
    }
}
