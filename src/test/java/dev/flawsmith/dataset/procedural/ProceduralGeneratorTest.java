package dev.flawsmith.dataset.procedural;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.image.PixelImage;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProceduralGeneratorTest {
    private static final ProceduralGenerator GENERATOR = new ProceduralGenerator();

    @Test
    void listsItsClassesSorted() {
        assertEquals(List.of("crack", "inclusion", "patch", "pit", "scratch"), ProceduralGenerator.classes());
    }

    /**
     * Each line of the file named after the version is "class seed width height sha256", the digest being that of the
     * picture's and then the mask's bytes, made when the version was named. Whoever changes a pixel names a new version.
     */
    @Test
    void makesTheBytesThatItsVersionStandsFor() throws IOException {
        List<String> expected = golden().lines().toList();
        assertEquals(24, expected.size());
        List<String> found = expected.stream()
                .map(line -> line.split(" "))
                .map(f -> String.join(
                        " ",
                        f[0],
                        f[1],
                        f[2],
                        f[3],
                        digest(f[0], Long.parseLong(f[1]), Integer.parseInt(f[2]), Integer.parseInt(f[3]))))
                .toList();
        assertEquals(String.join("\n", expected), String.join("\n", found));
    }

    private static String golden() throws IOException {
        String name = ProceduralGenerator.VERSION + ".sha256";
        try (InputStream in = ProceduralGeneratorTest.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), UTF_8);
        }
    }

    private static String digest(String className, long seed, int width, int height) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            if (className.equals("good")) {
                sha256.update(GENERATOR.goodPart(seed, width, height).samples());
            } else {
                ProceduralImage made = GENERATOR.generate(className, seed, width, height);
                sha256.update(made.image().samples());
                sha256.update(made.mask().samples());
            }
            return HexFormat.of().formatHex(sha256.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void makesTheSamePictureOnManyThreadsAsOnOne() {
        List<ProceduralImage> together = LongStream.range(0, 40)
                .parallel()
                .mapToObj(seed -> GENERATOR.generate("crack", seed, 32, 32))
                .toList();
        for (int seed = 0; seed < 40; seed++) {
            assertEquals(new ProceduralGenerator().generate("crack", seed, 32, 32), together.get(seed));
        }
    }

    @Test
    void tellsClassesAndGoodPartsOfOneSeedApart() {
        PixelImage pit = GENERATOR.generate("pit", 3, 64, 64).normal();
        assertNotEquals(pit, GENERATOR.generate("scratch", 3, 64, 64).normal());
        assertNotEquals(pit, GENERATOR.goodPart(3, 64, 64));
    }

    @ParameterizedTest
    @CsvSource({"crack, 0.25", "inclusion, 0.4", "patch, 0.6", "pit, 0.25", "scratch, 0.2"})
    void showsTheSameSceneAtTwiceTheSize(String className, double leastOverlap) {
        double overlap = 0;
        double correlation = 0;
        int n = 30;
        for (long seed = 0; seed < n; seed++) {
            ProceduralImage small = GENERATOR.generate(className, seed, 96, 64);
            ProceduralImage large = GENERATOR.generate(className, seed, 192, 128);
            PixelImage shrunk = Samples.halved(large.mask());
            int both = 0;
            int either = 0;
            for (int y = 0; y < 64; y++) {
                for (int x = 0; x < 96; x++) {
                    boolean a = small.mask().sample(y, x, 0) != 0;
                    boolean b = shrunk.sample(y, x, 0) >= 128;
                    both += a && b ? 1 : 0;
                    either += a || b ? 1 : 0;
                }
            }
            overlap += both / (double) either / n;
            correlation += Samples.correlation(small.normal(), Samples.halved(large.normal())) / n;
        }
        double meanOverlap = overlap;
        double meanCorrelation = correlation;
        assertTrue(meanOverlap > leastOverlap, () -> "mean intersection over union of masks " + meanOverlap);
        assertTrue(meanCorrelation > 0.5, () -> "mean correlation of surfaces " + meanCorrelation);
    }

    @ParameterizedTest
    @CsvSource({"crack, 2048, 2048", "scratch, 2048, 16", "pit, 16, 2048", "inclusion, 2048, 700", "patch, 900, 2048"})
    void reachesTheLargestSize(String className, int width, int height) {
        ProceduralImage made = GENERATOR.generate(className, 5, width, height);
        assertEquals(width, made.image().width());
        assertEquals(height, made.mask().height());
        assertTrue(Samples.visibility(made) >= 8);
    }

    @ParameterizedTest
    @CsvSource({"15, 64", "64, 15", "2049, 64", "64, 2049", "0, 64", "-1, -1"})
    void refusesASizeOutOfRangeNamingIt(int width, int height) {
        String expected = "expected width and height in [16, 2048] pixels, found " + width + "x" + height;
        for (IllegalArgumentException refused : List.of(
                assertThrows(IllegalArgumentException.class, () -> GENERATOR.generate("pit", 1, width, height)),
                assertThrows(IllegalArgumentException.class, () -> GENERATOR.goodPart(1, width, height)))) {
            assertEquals(expected, refused.getMessage());
        }
    }

    @Test
    void refusesAnUnknownClassListingTheKnown() {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> GENERATOR.generate("dent", 1, 64, 64));
        assertEquals(
                "expected a class of [crack, inclusion, patch, pit, scratch], found \"dent\"", refused.getMessage());
    }
}
