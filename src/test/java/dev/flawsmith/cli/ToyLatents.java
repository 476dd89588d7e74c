package dev.flawsmith.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;

/** Photos of two classes and an autoencoder that has learnt from them for a moment. */
final class ToyLatents {
    private ToyLatents() {}

    /** Makes {@code photos} and {@code vae} in a folder. */
    static void learn(Path shared) {
        CommandLine.photos(shared.resolve("photos"), 12, "scratch", "patch");
        CommandLine.Outcome learnt = CommandLine.run(
                "train-vae",
                "--data",
                shared.resolve("photos"),
                "--out",
                shared.resolve("vae"),
                "--size",
                16,
                "--images",
                1024,
                "--json");
        assertEquals(Main.OK, learnt.code(), learnt.err());
        assertTrue(learnt.json().get("psnr").asDouble() > 10, learnt.out());
    }
}
