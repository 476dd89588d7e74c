package dev.flawsmith.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is typed wrong is refused with a message that names what was expected and found, before anything is written. */
class BadInputTest {
    @TempDir
    private Path folder;

    private CommandLine.Outcome generate(Object... more) {
        Object[] words = {"generate", "--model", "procedural", "--class", "scratch", "--out", folder.resolve("out")};
        Object[] all = Arrays.copyOf(words, words.length + more.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        return CommandLine.run(all);
    }

    private void assertRefused(CommandLine.Outcome outcome, String... parts) {
        assertEquals(Main.BAD_INPUT, outcome.code(), outcome.err());
        for (String part : parts) {
            assertTrue(outcome.err().contains(part), "expected '" + part + "' in: " + outcome.err());
        }
        assertFalse(outcome.err().contains("\tat "), "a stack trace: " + outcome.err());
        assertFalse(Files.exists(folder.resolve("out")), "something was written");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1000000000"})
    void namesTheNumberOfImagesThatIsOutOfRange(String n) {
        assertRefused(generate("--n", n), "n: expected 1 to", "found " + n);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--seed", "--steps", "--n", "--guidance", "--guidance-interval", "--guidance-rescale"})
    void refusesWhatIsNoNumber(String option) {
        assertRefused(generate(option, "many"), option, "many");
    }

    @Test
    void namesTheClassesThereAre() {
        assertRefused(
                CommandLine.run(
                        "generate",
                        "--model",
                        "procedural",
                        "--class",
                        "scratches",
                        "--out",
                        folder.resolve("out").toString()),
                "scratches",
                "scratch");
    }

    @Test
    void namesTheModelsThereAre() throws IOException {
        Path models = Files.createDirectory(folder.resolve("models"));
        assertRefused(
                CommandLine.run(
                        "generate",
                        "--models",
                        models,
                        "--model",
                        "no-such-model",
                        "--class",
                        "scratch",
                        "--out",
                        folder.resolve("out")),
                "expected one of procedural",
                "found no-such-model");
    }

    @Test
    void saysInJsonWhatIsWrong() {
        CommandLine.Outcome outcome = generate("--n", "0", "--json");
        assertEquals(Main.BAD_INPUT, outcome.code());
        assertEquals("n", outcome.json().at("/error/param").asText());
        assertEquals("invalid_request_error", outcome.json().at("/error/type").asText());
    }

    @Test
    void refusesAnOutputThatIsAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "mine");
        CommandLine.Outcome outcome =
                CommandLine.run("generate", "--model", "procedural", "--class", "scratch", "--out", file);
        assertRefused(outcome, "out: expected a folder", "file");
        assertEquals("mine", Files.readString(file));
    }

    @Test
    void namesTheGuidanceThatAModelWithoutStepsDoesNotTake() {
        assertRefused(
                generate("--guidance-interval", "0.3,2", "--guidance-rescale", "0.7"),
                "guidance_interval: expected none, found [0.3, 2.0]",
                "guidance_rescale: expected none, found 0.7");
    }

    @Test
    void saysThatAPortIsTaken() throws IOException {
        Path models = Files.createDirectory(folder.resolve("models"));
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CommandLine.Outcome outcome = CommandLine.run("serve", "--models", models, "--port", taken.getLocalPort());
            assertEquals(Main.FAILURE, outcome.code(), outcome.err());
            assertTrue(outcome.err().contains(String.valueOf(taken.getLocalPort())), outcome.err());
        }
    }

    @Test
    void listsPhotosThatCannotBeRead() throws IOException {
        Path photos = folder.resolve("photos");
        CommandLine.photos(photos, 3, "scratch", "pit");
        byte[] jpeg = jpeg();
        Files.write(photos.resolve("pit/broken.jpg"), Arrays.copyOf(jpeg, jpeg.length / 2));
        Files.write(photos.resolve("scratch/bomb.png"), hugePng());
        CommandLine.Outcome outcome = train(photos);
        assertRefused(outcome, "pit/broken.jpg", "scratch/bomb.png", "30000");
    }

    @Test
    void namesAnEmptyClass() throws IOException {
        Path photos = folder.resolve("photos");
        CommandLine.photos(photos, 3, "scratch");
        Files.createDirectory(photos.resolve("dent"));
        assertRefused(train(photos), "dent");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--size 0", "--size 60", "--channels 2", "--device gpu", "--checkpoint-minutes 0"})
    void namesTheTrainingOptionThatIsWrong(String words) {
        String[] option = words.split(" ", -1);
        CommandLine.Outcome outcome = CommandLine.run(
                "train", "--data", folder, "--out", folder.resolve("out"), "--images", 16, option[0], option[1]);
        assertRefused(outcome, option[0].substring(2) + ": expected", option[1]);
    }

    private CommandLine.Outcome train(Path photos) {
        return CommandLine.run("train", "--data", photos, "--out", folder.resolve("out"), "--images", 16, "--size", 16);
    }

    private static byte[] jpeg() throws IOException {
        BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < 64 * 64; i++) {
            image.getRaster().setSample(i % 64, i / 64, 0, i * 7919 % 256);
        }
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        ImageIO.write(image, "jpg", out);
        return out.toByteArray();
    }

    /** A PNG whose header promises 30,000 × 30,000 pixels. */
    private static byte[] hugePng() throws IOException {
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY), "png", out);
        byte[] png = out.toByteArray();
        ByteBuffer.wrap(png).putInt(16, 30_000).putInt(20, 30_000);
        java.util.zip.CRC32 crc = new java.util.zip.CRC32();
        crc.update(png, 12, 17);
        ByteBuffer.wrap(png).putInt(29, (int) crc.getValue());
        return png;
    }

    @Test
    void aBenchThatIsNoneIsRefusedWithThoseThereAre() {
        CommandLine.Outcome outcome = CommandLine.run("bench", "speed");
        assertEquals(Main.BAD_INPUT, outcome.code());
        assertTrue(
                outcome.err()
                        .contains(
                                "expected sampling, serving, startup, steps, training, evaluation, augment or load, found speed"),
                outcome.err());
        assertEquals(
                Main.BAD_INPUT,
                CommandLine.run("bench", "sampling", "--rounds", "0").code());
    }
}
