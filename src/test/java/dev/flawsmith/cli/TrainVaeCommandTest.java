package dev.flawsmith.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.model.VaeDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code train-vae} and {@code train --vae} refuse. */
class TrainVaeCommandTest {
    @TempDir
    static Path shared;

    private static Path photos = Path.of(".");
    private static Path vae = Path.of(".");

    @TempDir
    private Path folder;

    @BeforeAll
    static void learn() {
        ToyLatents.learn(shared);
        photos = shared.resolve("photos");
        vae = shared.resolve("vae");
    }

    @Test
    void anAutoencoderThatHasSeenHoldoutPhotosIsRefused() throws IOException {
        Path other = folder.resolve("other.csv");
        String splits = Files.readString(vae.resolve("splits.csv"));
        assertTrue(splits.contains(",holdout,"), splits);
        Files.writeString(
                other,
                splits.replace(",train,", ",x,").replace(",holdout,", ",train,").replace(",x,", ",holdout,"));
        Path seen = folder.resolve("seen");
        CommandLine.Outcome trained = CommandLine.run(
                "train-vae", "--data", photos, "--splits", other, "--out", seen, "--size", 16, "--images", 8);
        assertEquals(Main.OK, trained.code(), trained.err());
        bad("vae: expected an autoencoder that has learnt from no holdout photo", "train", "--vae", seen);
    }

    @Test
    void anAutoencodersFolderIsNotWrittenOver() throws IOException {
        Path finished = folder.resolve("finished");
        Files.createDirectories(finished);
        Files.copy(vae.resolve(VaeDescriptor.FILE), finished.resolve(VaeDescriptor.FILE));
        bad(
                "out: expected a folder without a model or an autoencoder, found vae.json",
                "train-vae",
                "--out",
                finished,
                "--size",
                16);
        bad("size: expected photos of at least 1 pixel, found 0", "train-vae", "--size", 0);
        bad("channels: expected 1 (grey) or 3 (RGB), found 2", "train-vae", "--channels", 2);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        bad("size: expected the autoencoder's 16", "train", "--vae", vae, "--size", 24);
        bad("channels: expected the autoencoder's 1", "train", "--vae", vae, "--channels", 3);
        bad("augment: expected none", "train", "--vae", vae, "--augment", 0.1);
        bad("expected an autoencoder's folder with vae.json", "train", "--vae", folder);
        bad("size: expected an image size divisible by 4, found 18", "train-vae", "--size", 18);
        bad("out: expected an empty folder or --resume", "train-vae", "--out", vae, "--size", 16);
    }

    /** Runs a command on the photos, for eight images and into a new folder unless {@code words} name another. */
    private void bad(String message, String command, Object... words) {
        List<Object> all = new ArrayList<>(List.of(command, "--data", photos, "--images", 8));
        all.addAll(List.of(words));
        if (!all.contains("--out")) {
            all.addAll(List.of("--out", folder.resolve("a")));
        }
        CommandLine.Outcome outcome = CommandLine.run(all.toArray());
        assertEquals(Main.BAD_INPUT, outcome.code(), outcome.err());
        assertTrue(outcome.err().contains(message), outcome.err());
    }
}
