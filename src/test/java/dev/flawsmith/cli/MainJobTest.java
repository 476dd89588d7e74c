package dev.flawsmith.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job at toy size, by command line: learn photos, draw, draw again from the recipe, refuse what is damaged. */
class MainJobTest {
    @TempDir
    static Path shared;

    private static Path model = Path.of(".");

    @TempDir
    private Path folder;

    @BeforeAll
    static void trainAToyModel() {
        model = ToyModel.train(shared);
    }

    private CommandLine.Outcome draw(String out, int n, int seed) {
        return CommandLine.run(
                "generate",
                "--model",
                model,
                "--class",
                "scratch",
                "--n",
                n,
                "--seed",
                seed,
                "--steps",
                4,
                "--out",
                folder.resolve(out),
                "--json");
    }

    @Test
    void sameOptionsGiveTheSameBytes() throws IOException {
        JsonNode first = draw("a", 3, 1).json();
        draw("b", 3, 1);
        assertEquals(3, first.get("images").size());
        for (int seed = 1; seed <= 3; seed++) {
            String file = "scratch/" + seed + ".png";
            assertArrayEquals(
                    Files.readAllBytes(folder.resolve("a").resolve(file)),
                    Files.readAllBytes(folder.resolve("b").resolve(file)),
                    file);
        }
        String verdict = first.at("/images/0/memorization/verdict").asText();
        assertTrue(verdict.equals("clear") || verdict.equals("too_close"), verdict);
    }

    @Test
    void aPictureIsDrawnAgainFromItsOwnRecipe() {
        draw("a", 2, 5);
        CommandLine.Outcome again =
                CommandLine.run("generate", "--replay", folder.resolve("a/scratch/6.png"), "--model", model);
        assertEquals(Main.OK, again.code(), again.err());
    }

    @Test
    void guidanceWithinAnIntervalIsAnotherPictureAndIsDrawnAgainFromItsRecipe() throws IOException {
        CommandLine.Outcome everywhere = guided("everywhere", "0,Infinity", 0);
        CommandLine.Outcome within = guided("within", "0.3,2", 0.7);
        assertEquals(Main.OK, within.code(), within.err());
        assertNotEquals(everywhere.json().at("/images/0/sha256"), within.json().at("/images/0/sha256"));
        Path picture = folder.resolve("within/scratch/6.png");
        String recipe = new String(Files.readAllBytes(picture), StandardCharsets.ISO_8859_1);
        assertTrue(recipe.contains("\"guidance_interval\":[0.3,2.0],\"guidance_rescale\":0.7"), recipe);
        CommandLine.Outcome again = CommandLine.run("generate", "--replay", picture, "--model", model);
        assertEquals(Main.OK, again.code(), again.err());

        CommandLine.Outcome backwards = guided("backwards", "2,0.3", 1.5);
        assertEquals(Main.BAD_INPUT, backwards.code());
        assertTrue(backwards.err().contains("guidance_interval: expected [low, high]"), backwards.err());
        assertTrue(backwards.err().contains("guidance_rescale: expected a number from 0 to 1"), backwards.err());
    }

    private CommandLine.Outcome guided(String out, String interval, double rescale) {
        return CommandLine.run(
                "generate",
                "--model",
                model,
                "--class",
                "scratch",
                "--seed",
                6,
                "--steps",
                4,
                "--guidance",
                3,
                "--guidance-interval",
                interval,
                "--guidance-rescale",
                rescale,
                "--out",
                folder.resolve(out),
                "--json");
    }

    @Test
    void theRecipeAloneSaysWhatAReplayDraws() throws IOException {
        draw("a", 1, 5);
        Path picture = folder.resolve("a/scratch/5.png");
        CommandLine.Outcome beside =
                CommandLine.run("generate", "--replay", picture, "--class", "patch", "--masks", folder);
        assertEquals(Main.BAD_INPUT, beside.code());
        assertTrue(beside.err().contains("found --class, --masks"), beside.err());

        Path foreign = Files.write(folder.resolve("foreign.png"), Files.readAllBytes(model.resolve("samples.png")));
        CommandLine.Outcome none = CommandLine.run("generate", "--replay", foreign);
        assertEquals(Main.BAD_INPUT, none.code());
        assertTrue(none.err().contains("replay: " + foreign), none.err());
        assertTrue(none.err().contains("found no text"), none.err());
    }

    @Test
    void trainingSpeedIsARatioToTheYardstickOfTheSameRun() throws IOException {
        Path yardstick = folder.resolve("python");
        Files.writeString(yardstick, "#!/bin/sh\necho torch 0\nwhile read -r steps; do echo 50; done\n");
        assertTrue(yardstick.toFile().setExecutable(true));
        JsonNode report = CommandLine.run(
                        "bench", "training", "--model", model, "--rounds", 1, "--python", yardstick, "--json")
                .json();
        assertEquals("training", report.get("suite").asText());
        assertEquals(
                Runtime.getRuntime().availableProcessors(),
                report.at("/machine/cores").asInt());
        assertTrue(report.at("/machine/engine").asText().startsWith("pytorch-cpu-"), report.toString());
        JsonNode results = report.get("results");
        double ours = results.at("/0/value").asDouble();
        assertTrue(ours > 0, results.toString());
        assertEquals(50, results.at("/1/value").asDouble());
        assertEquals(ours / 50, results.at("/2/value").asDouble(), 1e-9);
        assertEquals(ours / 50 / 0.8, results.at("/2/ratio").asDouble(), 1e-9);

        Files.writeString(yardstick, "#!/bin/sh\nexit 1\n");
        CommandLine.Outcome none =
                CommandLine.run("bench", "training", "--model", model, "--rounds", 1, "--python", yardstick);
        assertEquals(Main.BAD_INPUT, none.code());
        assertTrue(none.err().contains("python: expected"), none.err());
    }

    @Test
    void aDamagedFileIsRefusedByName() throws IOException {
        Path copy = Files.createDirectory(folder.resolve("models")).resolve("toy");
        try (var files = Files.walk(model)) {
            for (Path file :
                    files.filter(f -> !f.toString().contains(TrainingJob.WORK)).toList()) {
                Files.copy(file, copy.resolve(model.relativize(file).toString()));
            }
        }
        assertEquals(Main.OK, CommandLine.run("models", "verify", copy).code());
        byte[] weights = Files.readAllBytes(copy.resolve("denoiser.safetensors"));
        weights[weights.length - 1] ^= 1;
        Files.write(copy.resolve("denoiser.safetensors"), weights);

        CommandLine.Outcome verified = CommandLine.run("models", "verify", copy);
        assertEquals(Main.FAILURE, verified.code());
        CommandLine.Outcome served = CommandLine.run("serve", "--models", folder.resolve("models"), "--port", 0);
        assertEquals(Main.FAILURE, served.code());
        assertTrue(served.err().contains("denoiser.safetensors"), served.err());
        assertFalse(served.err().contains("ready"), served.err());
    }

    @Test
    void rulesKnowWhereTheirDefectsAre() throws Exception {
        CommandLine.Outcome drawn = CommandLine.run(
                "generate",
                "--model",
                "procedural",
                "--class",
                "pit",
                "--n",
                2,
                "--seed",
                4,
                "--size",
                32,
                "--out",
                folder.resolve("out"),
                "--masks",
                folder.resolve("masks"));
        assertEquals(Main.OK, drawn.code(), drawn.err());
        dev.flawsmith.image.PixelImage mask =
                dev.flawsmith.image.Png.decode(Files.readAllBytes(folder.resolve("masks/pit/5.png")));
        dev.flawsmith.dataset.procedural.Box box = dev.flawsmith.dataset.procedural.Box.around(mask);
        String line = Files.readAllLines(folder.resolve("masks/pit-boxes.csv")).get(2);
        assertEquals(
                "pit/5.png,pit," + box.x() + "," + box.y() + "," + box.width() + "," + box.height(),
                line.replace("\"", ""));
        CommandLine.Outcome refused = CommandLine.run(
                "generate",
                "--model",
                model,
                "--class",
                "scratch",
                "--out",
                folder.resolve("x"),
                "--masks",
                folder.resolve("y"));
        assertEquals(Main.BAD_INPUT, refused.code(), refused.err());
    }
}
