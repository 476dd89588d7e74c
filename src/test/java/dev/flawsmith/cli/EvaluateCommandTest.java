package dev.flawsmith.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.Png;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EvaluateCommandTest {
    private static final String CACHE = "flawsmith.cache";

    @TempDir
    private Path folder;

    @BeforeEach
    void keepTheCacheHere() {
        System.setProperty(CACHE, folder.resolve("cache").toString());
    }

    @AfterEach
    void forgetTheCache() {
        System.clearProperty(CACHE);
    }

    /** Stripes of random phase and width, {@code <class>/<n>.png}. */
    private Path photos(String name, int perClass, int size, long seed, String... classes) throws IOException {
        Random random = new Random(seed);
        Path photos = folder.resolve(name);
        for (String className : classes) {
            Files.createDirectories(photos.resolve(className));
            for (int i = 0; i < perClass; i++) {
                double width = 2 + 4 * random.nextDouble();
                double phase = 6 * random.nextDouble();
                boolean upright = className.equals(classes[0]);
                byte[] samples = new byte[size * size];
                for (int p = 0; p < samples.length; p++) {
                    double at = upright ? p % size : p / size;
                    samples[p] = (byte) (128 + 60 * Math.sin(at / width + phase) + 8 * random.nextGaussian());
                }
                Files.write(
                        photos.resolve(className).resolve(i + ".png"),
                        Png.encode(new PixelImage(size, size, 1, samples), Map.of()));
            }
        }
        return photos;
    }

    private Path array(String name, int rows, int columns, float shift) throws IOException {
        String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + rows + ", " + columns + "), }\n";
        ByteBuffer bytes = ByteBuffer.allocate(10 + header.length() + rows * columns * 4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0})
                .putShort((short) header.length())
                .put(header.getBytes(StandardCharsets.US_ASCII));
        Random random = new Random(name.hashCode());
        for (int i = 0; i < rows * columns; i++) {
            bytes.putFloat((float) random.nextGaussian() + shift);
        }
        return Files.write(folder.resolve(name), bytes.array());
    }

    private static CommandLine.Outcome evaluate(Object... words) {
        return evaluateBy("pixel", words);
    }

    private static CommandLine.Outcome evaluateBy(String encoder, Object... words) {
        Object[] all = new Object[words.length + 3];
        all[0] = "evaluate";
        all[1] = "--encoder";
        all[2] = encoder;
        System.arraycopy(words, 0, all, 3, words.length);
        return CommandLine.run(all);
    }

    private static void refused(CommandLine.Outcome outcome, String... parts) {
        assertEquals(Main.BAD_INPUT, outcome.code(), outcome.err());
        for (String part : parts) {
            assertTrue(outcome.err().contains(part), "expected '" + part + "' in: " + outcome.err());
        }
        assertFalse(outcome.err().contains("\tat "), outcome.err());
    }

    @Test
    void theBundledEncoderIsAnEncoderByName() throws IOException {
        Path real = photos("real", 12, 32, 1, "a", "b");
        Path synthetic = photos("synthetic", 12, 32, 3, "a", "b");
        CommandLine.Outcome outcome = evaluateBy(
                "encoder-surface", "--reference", real, "--synthetic", synthetic, "--bootstrap", 0, "--json");
        assertEquals(Main.OK, outcome.code(), outcome.err());
        assertEquals("encoder-surface", outcome.json().path("encoder").asText());
        assertEquals("clean/1", outcome.json().path("protocol").asText());
        refused(
                evaluateBy("inception", "--reference", real, "--synthetic", synthetic),
                "encoder: expected one of pixel, encoder-surface or a folder with encoder.json, found inception");
    }

    @Test
    void hasTheKeysOfTheContractAndAFloorInTheSameKeys() throws IOException {
        Path real = photos("real", 30, 32, 1, "a", "b");
        Path other = photos("other", 12, 32, 2, "a", "b");
        Path synthetic = photos("synthetic", 20, 32, 3, "a", "b");
        CommandLine.Outcome outcome = evaluate(
                "--reference",
                real,
                "--synthetic",
                synthetic,
                "--floor",
                other,
                "--out",
                folder.resolve("out"),
                "--bootstrap",
                20,
                "--json");
        assertEquals(Main.OK, outcome.code(), outcome.err());
        JsonNode json = outcome.json();
        assertEquals("pixel", json.path("encoder").asText());
        assertTrue(json.path("protocol").asText().startsWith("pixel-32"));
        assertEquals(256, json.path("dimension").asInt());
        assertEquals(60, json.path("n_reference").asInt());
        assertEquals(40, json.path("n_synthetic").asInt());
        assertEquals(24, json.path("floor").path("n_synthetic").asInt());
        assertEquals(24, json.path("floor").path("matched").path("n_synthetic").asInt());
        assertEquals(12, json.path("floor").path("per_class").path("b").asInt());
        for (JsonNode figures : List.of(json, json.path("floor"))) {
            JsonNode frechet = figures.path("frechet_distance");
            double value = frechet.path("value").asDouble();
            assertTrue(value > 0);
            assertTrue(frechet.path("ci95").path(0).asDouble() <= value);
            assertTrue(frechet.path("ci95").path(1).asDouble() >= value);
            assertTrue(frechet.path("extrapolated").isNumber());
            for (String key : List.of("full", "mean", "std")) {
                assertTrue(figures.path("kid").path(key).isNumber(), key);
            }
            for (String key : List.of("precision", "recall", "density", "coverage")) {
                assertTrue(figures.path(key).isNumber(), key);
            }
        }
        assertTrue(json.path("kid_per_class").path("a").path("kid").isNumber());
        assertTrue(json.path("pixels")
                .path("attributes")
                .path("brightness")
                .path("ks")
                .isNumber());
        JsonNode written = JsonMapper.builder()
                .build()
                .readTree(Files.readAllBytes(folder.resolve("out").resolve("evaluation.json")));
        assertEquals(json, written);
        assertEquals(
                json,
                evaluate("--reference", real, "--synthetic", synthetic, "--floor", other, "--bootstrap", 20, "--json")
                        .json()); // from the cache: the same to the bit
    }

    @Test
    void takesSplitsOfOneFolder() throws IOException {
        Path photos = photos("photos", 20, 32, 1, "a", "b");
        StringBuilder csv = new StringBuilder("file,class,split\n");
        for (String name : List.of("a", "b")) {
            for (int i = 0; i < 20; i++) {
                csv.append(name + "/" + i + ".png," + name + "," + (i % 2 == 0 ? "train" : "holdout"))
                        .append('\n');
            }
        }
        Path splits = Files.writeString(folder.resolve("my-splits.csv"), csv);
        CommandLine.Outcome outcome = evaluate(
                "--reference",
                photos,
                "--reference-split",
                "train",
                "--synthetic",
                photos,
                "--synthetic-split",
                "holdout",
                "--splits",
                splits,
                "--bootstrap",
                0,
                "--json");
        assertEquals(Main.OK, outcome.code(), outcome.err());
        assertEquals(20, outcome.json().path("n_reference").asInt());
        assertTrue(outcome.json().path("frechet_distance").path("ci95").isNull());
    }

    @Test
    void printsATableForPeople() throws IOException {
        CommandLine.Outcome outcome = evaluate(
                "--reference",
                array("a.npy", 40, 4, 0),
                "--synthetic",
                array("b.npy", 30, 4, 1),
                "--floor",
                array("c.npy", 50, 4, 0),
                "--k",
                3);
        assertEquals(Main.OK, outcome.code(), outcome.err());
        assertTrue(outcome.out().contains("encoder given, protocol given, 4 numbers a feature"), outcome.out());
        assertTrue(outcome.out().contains("real (floor)") && outcome.out().contains("density (k 3, <)"), outcome.out());
        assertTrue(outcome.out().contains("over the floor, at equal number and class mix"), outcome.out());
    }

    @Test
    void warnsOfWhatIsUsableButNotAsItSeems() throws IOException {
        Path real = photos("real", 8, 32, 1, "a");
        CommandLine.Outcome twice = evaluate("--reference", real, "--synthetic", real, "--bootstrap", 0, "--json");
        assertEquals(Main.OK, twice.code(), twice.err());
        assertTrue(twice.err().contains("have the same content: " + real), twice.err());
        assertTrue(twice.json().path("warnings").toString().contains("have the same content"));

        Path mixed = photos("mixed", 8, 48, 2, "a");
        Files.copy(real.resolve("a/1.png"), mixed.resolve("a/99.png"));
        byte[] flat = Png.encode(new PixelImage(48, 48, 1, new byte[48 * 48]), Map.of());
        Files.write(mixed.resolve("a/98.png"), flat);
        CommandLine.Outcome odd = evaluate("--reference", real, "--synthetic", mixed, "--bootstrap", 0, "--json");
        String warnings = odd.json().path("warnings").toString();
        assertTrue(warnings.contains("2 sizes: 48x48 (9), 32x32 (1)"), warnings);
        assertTrue(warnings.contains("most reference images are 32x32, most synthetic ones 48x48"), warnings);
        assertTrue(warnings.contains("1 of 10 files of the synthetic set are, byte for byte"), warnings);
        assertTrue(warnings.contains("1 of 10 images are constant"), warnings);
        assertTrue(warnings.contains("no more than the 256 dimensions"), warnings);
        assertTrue(odd.json().path("vendi").path("synthetic").isNull()); // the constant image has no cosine
    }

    @Test
    void constantImagesAreStatedAndStillCompared() throws IOException {
        Path real = photos("real", 8, 32, 1, "a");
        Path flat = folder.resolve("flat");
        Files.createDirectories(flat);
        for (int i = 0; i < 7; i++) {
            byte[] samples = new byte[32 * 32];
            java.util.Arrays.fill(samples, (byte) (10 * i));
            Files.write(flat.resolve(i + ".png"), Png.encode(new PixelImage(32, 32, 1, samples), Map.of()));
        }
        CommandLine.Outcome outcome = evaluate("--reference", real, "--synthetic", flat, "--json");
        assertEquals(Main.OK, outcome.code(), outcome.err());
        String warnings = outcome.json().path("warnings").toString();
        assertTrue(warnings.contains("zero variance: all 7 features are equal"), warnings);
        assertTrue(outcome.json().path("frechet_distance").path("value").asDouble() > 0.5);
    }

    @Test
    void refusesWhatItCannotCompareAndSaysWhy() throws IOException {
        Path real = photos("real", 8, 32, 1, "a");
        Path one = photos("one", 1, 32, 2, "a");
        refused(evaluate("--reference", real, "--synthetic", one), "expected at least 2 images", "found 1");
        refused(evaluate("--reference", real, "--synthetic", real, "--k", 8), "more than k = 8", "found 8");
        refused(evaluate("--reference", real, "--synthetic", real, "--k", 0), "k: expected at least 1, found 0");
        refused(
                evaluate("--reference", real, "--synthetic", folder.resolve("none")),
                "synthetic: expected a folder of images or a .npy array, found nothing at");
        refused(
                evaluate("--reference", real, "--synthetic", array("a.npy", 9, 256, 0)),
                "one encoder and protocol",
                "encoder pixel",
                "encoder given");
        refused(
                evaluate("--reference", array("b.npy", 9, 4, 0), "--synthetic", array("c.npy", 9, 5, 0)),
                "found 4 in",
                "5 in");
        refused(
                evaluate("--reference", array("b.npy", 9, 4, 0), "--synthetic", array("n.npy", 9, 4, Float.NaN)),
                "n.npy: expected finite numbers, found NaN in row 0, column 0");
        refused(
                evaluate("--reference", real, "--reference-split", "train", "--synthetic", real),
                "expected a splits file to choose train from");
        refused(evaluate("--reference", real, "--synthetic", real, "--floor-split", "test"), "with --floor only");
        refused(
                evaluate("--reference", real, "--synthetic", real, "--floor", photos("z", 8, 32, 3, "b")),
                "expected classes in common");
    }

    @Test
    void namesEveryUnreadableFile() throws IOException {
        Path real = photos("real", 8, 32, 1, "a");
        Files.writeString(real.resolve("a/3.png"), "no image");
        Files.write(real.resolve("a/5.png"), new byte[0]);
        refused(
                evaluate("--reference", real, "--synthetic", real),
                "found 2 that cannot",
                "a/3.png: expected",
                "a/5.png: expected");
    }
}
