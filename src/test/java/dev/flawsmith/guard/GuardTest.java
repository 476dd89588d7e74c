package dev.flawsmith.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.image.PixelImage;
import dev.flawsmith.memorization.ImageDescriptor;
import dev.flawsmith.memorization.ImageSymmetry;
import dev.flawsmith.memorization.IndexedPhoto;
import dev.flawsmith.memorization.PixelDescriptor;
import dev.flawsmith.memorization.RandomTexture;
import dev.flawsmith.memorization.TrainingIndex;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GuardTest {
    private static final int TRAIN = 120;
    private static final int HOLDOUT = 60;
    private static final PixelImage COPY = RandomTexture.of(17);
    private static final PixelImage NEW = RandomTexture.of(5000);

    private static TrainingIndex index;
    private static Guard guard;

    @BeforeAll
    static void learnPhotos() {
        index = TrainingIndex.build(photos(), new PixelDescriptor());
        guard = Guard.of(index);
    }

    private static List<IndexedPhoto> photos() {
        List<IndexedPhoto> photos = new ArrayList<>();
        for (long seed = 0; seed < TRAIN + HOLDOUT; seed++) {
            String hash = String.format("%064x", seed);
            photos.add(new IndexedPhoto(seed + ".png", "c", seed >= TRAIN, hash, RandomTexture.of(seed)));
        }
        return photos;
    }

    /** Pixels, but for one image that it takes for nearly that of a seed. */
    private static final class TaggedDescriptor implements ImageDescriptor {
        private final PixelDescriptor pixels = new PixelDescriptor();
        private final PixelImage tagged;
        private final PixelImage like;

        TaggedDescriptor(PixelImage tagged, long like) {
            this.tagged = tagged;
            this.like = RandomTexture.changed(RandomTexture.of(like), 1, 0, 1, 9);
        }

        @Override
        public String id() {
            return "tagged";
        }

        @Override
        public int dimension() {
            return pixels.dimension();
        }

        @Override
        public float[] describe(PixelImage image) {
            return pixels.describe(image.equals(tagged) ? like : image);
        }

        @Override
        public float[][] describeSymmetries(PixelImage image) {
            return pixels.describeSymmetries(image.equals(tagged) ? like : image);
        }

        @Override
        public boolean turnsPhotos() {
            return false;
        }
    }

    @ParameterizedTest
    @EnumSource
    void findsAnExactCopyHoweverItIsTurned(ImageSymmetry symmetry) {
        assertEquals(new Verdict.TooClose("17.png", 0, 0, 1.0 / (HOLDOUT + 1)), guard.inspect(symmetry.apply(COPY)));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 17, 60, 119})
    void findsACopyWithOtherBrightnessContrastAndGrain(long seed) {
        PixelImage photo = RandomTexture.of(seed);

        assertTooClose(seed, RandomTexture.changed(photo, 0.7, 10, 0, 1));
        assertTooClose(seed, RandomTexture.changed(photo, 1, 30, 0, 1));
        assertTooClose(seed, RandomTexture.changed(photo, 1, 0, 5, 1));
        assertTooClose(seed, ImageSymmetry.ROTATE_90.apply(RandomTexture.changed(photo, 0.8, 20, 5, 1)));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 17, 60, 119})
    void findsACopyThatWentThroughJpeg(long seed) throws IOException {
        assertTooClose(seed, throughJpeg(RandomTexture.of(seed)));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 17, 60, 119})
    void findsACopyShiftedByAPixel(long seed) {
        byte[] samples = RandomTexture.of(seed).samples();
        System.arraycopy(samples, 0, samples, 65, samples.length - 65); // one right, one down

        assertTooClose(seed, new PixelImage(64, 64, 1, samples));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 17, 60, 119})
    void findsACopyInColourAndAtTwiceTheSize(long seed) {
        PixelImage photo = RandomTexture.of(seed);
        byte[] samples = new byte[128 * 128 * 3];
        for (int i = 0; i < samples.length; i++) {
            int pixel = i / 3;
            samples[i] = (byte) photo.sample(pixel / 128 / 2, pixel % 128 / 2, 0);
        }

        assertTooClose(seed, new PixelImage(128, 128, 3, samples));
    }

    @Test
    void letsUnseenPhotosPassAsOftenAsItPromises() {
        long alarms = LongStream.range(10_000, 10_400)
                .filter(seed -> guard.inspect(RandomTexture.of(seed)) instanceof Verdict.TooClose)
                .count();

        assertTrue(alarms / 400.0 <= index.calibration().falseAlarmBound(), alarms + " alarms in 400");
    }

    @Test
    void anUnseenPhotoIsClearWithItsNearestPhotoAndItsP() {
        Verdict.Clear clear = assertInstanceOf(Verdict.Clear.class, guard.inspect(NEW));

        assertEquals(index.score(NEW).distance(), clear.distance());
        assertEquals(index.score(NEW).score(), clear.score());
        assertEquals(index.train().get(index.score(NEW).nearest()).file(), clear.nearest());
        assertTrue(clear.p() >= 2.0 / (HOLDOUT + 1) && clear.p() <= 1, "p = " + clear.p());
    }

    @ParameterizedTest
    @CsvSource({
        "FLAG, 0, RELEASE",
        "FLAG, 3, RELEASE",
        "RESAMPLE, 0, RETRY",
        "RESAMPLE, 1, RETRY",
        "RESAMPLE, 2, RETRY",
        "RESAMPLE, 3, RELEASE",
        "RESAMPLE, 4, RELEASE",
        "BLOCK, 0, WITHHOLD",
        "BLOCK, 3, WITHHOLD"
    })
    void appliesThePolicyToACopy(GuardPolicy policy, int attempt, String expected) {
        Verdict verdict = guard.inspect(COPY);
        Decision decision = guard.decide(COPY, policy, attempt);

        switch (expected) {
            case "RETRY" -> assertEquals(new Decision.Retry(verdict), decision);
            case "WITHHOLD" -> assertEquals(new Decision.Withhold(verdict), decision);
            default -> assertReleased(COPY, verdict, attempt, decision);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OFF")
    void releasesWhatIsClearAtOnce(GuardPolicy policy) {
        assertReleased(NEW, guard.inspect(NEW), 2, guard.decide(NEW, policy, 2));
    }

    @Test
    void releasesUncheckedWhereTheRequestSwitchesItOff() {
        Verdict.NotChecked off = new Verdict.NotChecked("guard is off for this request");

        assertReleased(COPY, off, 0, guard.decide(COPY, GuardPolicy.OFF, 0));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OFF")
    void releasesUncheckedWhereThereIsNothingToCompareWith(GuardPolicy policy) {
        Guard nothing = Guard.notChecked("learnt from no photo");

        assertReleased(COPY, new Verdict.NotChecked("learnt from no photo"), 0, nothing.decide(COPY, policy, 0));
        assertEquals("not checked: learnt from no photo", nothing.describe());
    }

    @Test
    void holdsBackThePreviewOfACopyUnlessTheRequestSwitchesItOff() {
        for (GuardPolicy policy : List.of(GuardPolicy.FLAG, GuardPolicy.RESAMPLE, GuardPolicy.BLOCK)) {
            assertTrue(guard.preview(COPY, policy, 0).isEmpty(), "policy " + policy);
        }
        ReleasedImage unguarded = guard.preview(COPY, GuardPolicy.OFF, 2).orElseThrow();
        assertSame(COPY, unguarded.image());
        assertInstanceOf(Verdict.NotChecked.class, unguarded.verdict());
        assertEquals(2, unguarded.attempt());
    }

    @Test
    void letsAClearPreviewOutUnlessTheImageMayBeWithheld() {
        for (GuardPolicy policy : List.of(GuardPolicy.FLAG, GuardPolicy.RESAMPLE)) {
            assertEquals(
                    guard.inspect(NEW),
                    guard.preview(NEW, policy, 0).orElseThrow().verdict());
        }
        assertTrue(guard.preview(NEW, GuardPolicy.BLOCK, 0).isEmpty());
    }

    @Test
    void refusesANegativeAttempt() {
        assertThrows(IllegalArgumentException.class, () -> guard.decide(NEW, GuardPolicy.FLAG, -1));
    }

    @Test
    void saysWhatItComparesAndHowSureItIs() {
        String sentence = guard.describe();

        assertTrue(sentence.startsWith("compared with 120 training photos over 8 flips and rotations"), sentence);
        assertTrue(sentence.contains(PixelDescriptor.ID), sentence);
        assertTrue(
                sentence.contains("level 1/61: at most 4.9 % false alarms at 95 % confidence, from 60 holdout photos"),
                sentence);
    }

    @Test
    void whatAnyDescriptorFindsIsTooClose() {
        assertEquals("clear", guard.inspect(NEW).wireName()); // by pixels
        TrainingIndex tagged = TrainingIndex.build(photos(), new TaggedDescriptor(NEW, 17));
        Guard both = Guard.of(List.of(index, tagged));
        Verdict.TooClose found = assertInstanceOf(Verdict.TooClose.class, both.inspect(NEW));
        assertEquals("17.png", found.nearest());
        assertEquals(2.0 / (HOLDOUT + 1), found.p()); // the smaller of two
        Verdict.TooClose exact = assertInstanceOf(Verdict.TooClose.class, both.inspect(COPY));
        assertEquals(0, exact.distance());
        assertTrue(both.describe().contains("by tagged: too close below"), both.describe());
    }

    @Test
    void severalDescriptorsDescribeTheSamePhotos() {
        List<IndexedPhoto> fewer = photos().subList(1, TRAIN + HOLDOUT);
        TrainingIndex other = TrainingIndex.build(fewer, new PixelDescriptor());
        assertThrows(IllegalArgumentException.class, () -> Guard.of(List.of(index, other)));
        assertThrows(IllegalArgumentException.class, () -> Guard.of(List.of()));
    }

    @Test
    void answersTheSameFromManyThreads() {
        List<Verdict> alone = LongStream.range(0, 200)
                .mapToObj(seed -> guard.inspect(RandomTexture.of(seed)))
                .toList();
        List<Verdict> together = LongStream.range(0, 200)
                .parallel()
                .mapToObj(seed -> guard.inspect(RandomTexture.of(seed)))
                .toList();

        assertEquals(alone, together);
    }

    private static void assertTooClose(long seed, PixelImage image) {
        Verdict.TooClose verdict = assertInstanceOf(Verdict.TooClose.class, guard.inspect(image), "seed " + seed);
        assertEquals(seed + ".png", verdict.nearest());
        assertEquals(1.0 / (HOLDOUT + 1), verdict.p());
    }

    private static void assertReleased(PixelImage image, Verdict verdict, int attempt, Decision decision) {
        ReleasedImage released =
                assertInstanceOf(Decision.Release.class, decision).image();
        assertSame(image, released.image());
        assertEquals(verdict, released.verdict());
        assertEquals(attempt, released.attempt());
    }

    /** Encoded by the JDK at its default quality, 0.75, and decoded. */
    private static PixelImage throughJpeg(PixelImage image) throws IOException {
        int width = image.width();
        int height = image.height();
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        picture.getRaster().setDataElements(0, 0, width, height, image.samples());
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        assertTrue(ImageIO.write(picture, "jpeg", file));
        BufferedImage decoded = ImageIO.read(new ByteArrayInputStream(file.toByteArray()));
        byte[] samples = (byte[]) decoded.getRaster().getDataElements(0, 0, width, height, null);
        return new PixelImage(width, height, 1, samples);
    }
}
