package dev.flawsmith.evaluation.audit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.image.PixelImage;
import dev.flawsmith.memorization.ImageSymmetry;
import dev.flawsmith.memorization.NeighbourTable;
import dev.flawsmith.memorization.RandomTexture;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Against all pairs by hand: the smallest of the distances over positions and disguises, in float64. */
final class ImageDistancesTest {
    static Stream<ViewDescriptor> descriptors() {
        return Stream.of(
                new WindowDescriptor(4),
                new WindowDescriptor(10),
                new PixelGridDescriptor(),
                new TileDescriptor(),
                new Quarters());
    }

    /** Two positions of three disguises in two numbers: every index of the layout counts. */
    private static final class Quarters implements ViewDescriptor {
        @Override
        public String id() {
            return "quarters";
        }

        @Override
        public int positions() {
            return 2;
        }

        @Override
        public int disguises() {
            return 3;
        }

        @Override
        public int dimension() {
            return 2;
        }

        @Override
        public float[] describe(PixelImage image) {
            return new float[] {
                image.sample(0, 0, 0), image.sample(0, 63, 0), image.sample(63, 0, 0), image.sample(63, 63, 0)
            };
        }

        @Override
        public float[] disguise(PixelImage photo) {
            float[] all = new float[12];
            float[] plain = describe(photo);
            for (int p = 0; p < 2; p++) {
                for (int v = 0; v < 3; v++) {
                    all[p * 6 + v * 2] = plain[p * 2] + 40 * v;
                    all[p * 6 + v * 2 + 1] = plain[p * 2 + 1] - 7 * v;
                }
            }
            return all;
        }
    }

    private static List<PixelImage> textures(long seed, int count) {
        return LongStream.range(seed, seed + count).mapToObj(RandomTexture::of).toList();
    }

    private static double byHand(ViewDescriptor descriptor, PixelImage photo, PixelImage image) {
        float[] views = descriptor.disguise(photo);
        float[] direct = descriptor.describe(image);
        int d = descriptor.dimension();
        double least = Double.POSITIVE_INFINITY;
        for (int p = 0; p < descriptor.positions(); p++) {
            for (int v = 0; v < descriptor.disguises(); v++) {
                double sum = 0;
                for (int i = 0; i < d; i++) {
                    double difference = (double) views[(p * descriptor.disguises() + v) * d + i] - direct[p * d + i];
                    sum += difference * difference;
                }
                least = Math.min(least, Math.sqrt(sum));
            }
        }
        return least;
    }

    /** From every photo to an image: the noise of the image is taken out of its distance to the nearest that it does not equal. */
    private static double[] byHand(ViewDescriptor descriptor, List<PixelImage> photos, PixelImage image) {
        double[] distances = photos.stream()
                .mapToDouble(photo -> byHand(descriptor, photo, image))
                .toArray();
        double nearest = IntStream.range(0, distances.length)
                .filter(i -> distances[i] > 0 && !flat(photos.get(i)))
                .mapToDouble(i -> distances[i])
                .min()
                .orElseThrow();
        return IntStream.range(0, distances.length)
                .mapToDouble(i -> distances[i] == nearest && !flat(photos.get(i))
                        ? descriptor.signal(image).distance(nearest)
                        : distances[i])
                .toArray();
    }

    private static double[] column(double[][] rows, int column) {
        return Arrays.stream(rows).mapToDouble(row -> row[column]).toArray();
    }

    private static boolean flat(PixelImage image) {
        byte[] samples = image.samples();
        return IntStream.range(0, samples.length).allMatch(i -> samples[i] == samples[0]);
    }

    /** Indices by distance, then by index. */
    private static int[] order(double[] distances, int leftOut) {
        return IntStream.range(0, distances.length)
                .filter(i -> i != leftOut)
                .boxed()
                .sorted((a, b) -> distances[a] != distances[b] ? Double.compare(distances[a], distances[b]) : a - b)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static void assertRow(double[] distances, int leftOut, NeighbourTable table, int row) {
        int[] order = order(distances, leftOut);
        for (int k = 0; k < table.k(); k++) {
            assertEquals(order[k], table.index(row, k), "neighbour " + k + " of " + row);
            assertEquals(distances[order[k]], table.distance(row, k), 0.0);
        }
    }

    @ParameterizedTest
    @MethodSource("descriptors")
    void equalsAllPairsByHand(ViewDescriptor descriptor) {
        List<PixelImage> photos = new ArrayList<>(textures(1, 12));
        photos.add(ImageSymmetry.ROTATE_90.apply(photos.get(2)));
        photos.add(photos.get(4)); // a tie
        photos.add(new PixelImage(64, 64, 1, new byte[64 * 64]));
        List<PixelImage> images = new ArrayList<>(textures(100, 9));
        images.add(photos.get(4));
        images.add(RandomTexture.changed(photos.get(5), 0.9, 10, 5, 3));
        images.add(RandomTexture.changed(photos.get(12), 1, 128, 20, 4));
        ImageDistances distances = new ImageDistances(descriptor, photos, images);
        assertEquals(descriptor.id(), distances.descriptor());
        NeighbourTable ofPhotos = distances.imagesOfPhotos();
        NeighbourTable others = distances.photosOfPhotos(5);
        double[][] toImages =
                images.stream().map(image -> byHand(descriptor, photos, image)).toArray(double[][]::new);
        double[][] toPhotos =
                photos.stream().map(image -> byHand(descriptor, photos, image)).toArray(double[][]::new);
        for (int i = 0; i < photos.size(); i++) {
            assertRow(column(toImages, i), -1, ofPhotos, i);
            assertRow(column(toPhotos, i), i, others, i);
        }
        NeighbourTable ofImages =
                distances.photosOfImages(IntStream.range(0, photos.size()).toArray(), 4);
        for (int g = 0; g < images.size(); g++) {
            assertRow(toImages[g], -1, ofImages, g);
        }
        assertEquals(0, ofPhotos.distance(4, 0), "an exact copy");
        assertEquals(9, ofPhotos.index(4, 0));
    }

    @ParameterizedTest
    @MethodSource("descriptors")
    void aPhotoUndisguisedIsTheImageItself(ViewDescriptor descriptor) {
        PixelImage photo = RandomTexture.of(3);
        float[] direct = descriptor.describe(photo);
        float[] views = descriptor.disguise(photo);
        assertEquals(descriptor.positions() * descriptor.dimension(), direct.length);
        assertEquals(direct.length * descriptor.disguises(), views.length);
        for (int p = 0; p < descriptor.positions(); p++) {
            int d = descriptor.dimension();
            int at = p * descriptor.disguises() * d;
            assertArrayEquals(Arrays.copyOfRange(direct, p * d, (p + 1) * d), Arrays.copyOfRange(views, at, at + d));
        }
    }

    @Test
    void disguisesFindWhatTheyAreFor() {
        PixelImage photo = RandomTexture.of(7);
        WindowDescriptor windows = new WindowDescriptor(10);
        for (ImageSymmetry symmetry : ImageSymmetry.values()) {
            assertEquals(0, byHand(windows, photo, symmetry.apply(photo)), 1e-6, symmetry.name());
            assertEquals(0, byHand(new PixelGridDescriptor(), photo, symmetry.apply(photo)), 1e-6, symmetry.name());
        }
        double other = byHand(windows, photo, RandomTexture.of(8));
        for (CopyTransform disguise : List.of(
                CopyTransform.SHIFT2,
                CopyTransform.SHIFT4,
                CopyTransform.CROP95,
                CopyTransform.BRIGHTNESS,
                CopyTransform.NOISE02)) {
            PixelImage copy = disguise.apply(photo, new SplittableRandom(1));
            double distance = byHand(windows, photo, copy);
            assertTrue(distance < 0.2 * other, disguise.label() + " " + distance + " of " + other);
        }
        PixelImage pasted = CopyTransform.PATCH.into(RandomTexture.of(8), photo, new SplittableRandom(5));
        assertTrue(byHand(new TileDescriptor(), photo, pasted)
                < 0.3 * byHand(new TileDescriptor(), photo, RandomTexture.of(8)));
    }

    /** Photos that have three quarters in common: under noise a copy of one is near to that one alone. */
    @Test
    void noiseIsTakenOutForTheNearestPhotoOnly() {
        PixelImage common = RandomTexture.of(1);
        List<PixelImage> photos = LongStream.range(0, 40)
                .mapToObj(i -> RandomTexture.blended(common, RandomTexture.of(500 + i), 0.25))
                .toList();
        List<PixelImage> copies = IntStream.range(0, 40)
                .mapToObj(i -> CopyTransform.NOISE10.apply(photos.get(i), new SplittableRandom(i)))
                .toList();
        ImageDistances distances = new ImageDistances(new PixelGridDescriptor(), photos, copies);
        NeighbourTable nearest = distances.photosOfImages(IntStream.range(0, 40).toArray(), 2);
        for (int g = 0; g < 40; g++) {
            assertEquals(g, nearest.index(g, 0));
            PixelImage copy = copies.get(g);
            double raw = byHand(new PixelGridDescriptor(), photos.get(g), copy);
            assertTrue(nearest.distance(g, 0) < 0.7 * raw, nearest.distance(g, 0) + " of " + raw);
            double next = byHand(new PixelGridDescriptor(), photos.get(nearest.index(g, 1)), copy);
            assertEquals(next, nearest.distance(g, 1), 0.0, "left as it is");
        }
    }

    @Test
    void moreImagesThanABlockHoldsAreAllCompared() {
        List<PixelImage> photos = textures(1, 3);
        List<PixelImage> images = new ArrayList<>(textures(50, 530)); // a block holds 512
        images.set(525, photos.get(1));
        Quarters descriptor = new Quarters();
        NeighbourTable table = new ImageDistances(descriptor, photos, images).photosOfImages(new int[] {0, 1, 2}, 3);
        for (int g = 505; g < images.size(); g++) {
            PixelImage image = images.get(g);
            assertRow(
                    photos.stream()
                            .mapToDouble(photo -> byHand(descriptor, photo, image))
                            .toArray(),
                    -1,
                    table,
                    g);
        }
    }

    @Test
    void somePhotosAmongSomeAndCopiesAreByHandToo() {
        WindowDescriptor descriptor = new WindowDescriptor(6);
        List<PixelImage> photos = textures(1, 8);
        List<PixelImage> images = textures(30, 4);
        ImageDistances distances = new ImageDistances(descriptor, photos, textures(90, 2)).withImages(images);
        assertEquals(4, distances.images());
        NeighbourTable some = distances.photosOfPhotos(new int[] {6, 1}, new int[] {1, 3, 5}, 2);
        int[] chosen = {1, 3, 5};
        double[] toSix = IntStream.of(chosen)
                .mapToDouble(i -> byHand(descriptor, photos.get(i), photos.get(6)))
                .toArray();
        assertEquals(chosen[order(toSix, -1)[0]], some.index(0, 0));
        assertEquals(Arrays.stream(toSix).min().orElseThrow(), some.distance(0, 0), 0.0);
        assertTrue(some.index(1, 0) != 1 && some.index(1, 1) != 1, "itself is left out");
        NeighbourTable copies = distances.photosOfCopies(new int[] {2, 7}, CopyTransform.EXACT, 1, 3);
        assertEquals(2, copies.index(0, 0));
        assertEquals(7, copies.index(1, 0));
        assertEquals(0, copies.distance(0, 0));
        NeighbourTable flipped = distances.photosOfCopies(new int[] {2, 7}, CopyTransform.FLIP, 1, 3);
        assertEquals(7, flipped.index(1, 0));
        assertEquals(
                byHand(descriptor, photos.get(7), ImageSymmetry.FLIP_HORIZONTAL.apply(photos.get(7))),
                flipped.distance(1, 0),
                0.0);
    }

    @Test
    void imagesOfOneLevelAreAtTheOriginAndNearToOneAnother() {
        PixelImage black = new PixelImage(64, 64, 1, new byte[64 * 64]);
        ImageDistances distances =
                new ImageDistances(new WindowDescriptor(10), List.of(black, RandomTexture.of(1)), List.of(black));
        assertEquals(0, distances.imagesOfPhotos().distance(0, 0));
        assertEquals(1, distances.imagesOfPhotos().distance(1, 0), 1e-6);
    }
}
