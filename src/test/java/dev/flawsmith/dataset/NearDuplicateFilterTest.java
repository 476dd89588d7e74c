package dev.flawsmith.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.dataset.procedural.ProceduralGenerator;
import dev.flawsmith.image.PixelImage;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class NearDuplicateFilterTest {
    /** Of random pictures and flipped copies, it must find what comparing all pairs finds. */
    @Test
    void findsWhatTheGroupsFind() {
        List<PixelImage> images = new ArrayList<>();
        ProceduralGenerator generator = new ProceduralGenerator();
        for (int i = 0; i < 60; i++) {
            images.add(generator.generate("scratch", i, 32, 32).image());
            if (i % 7 == 3) {
                images.add(upsideDown(images.get(i / 2)));
            }
        }
        for (double correlation : new double[] {0.6, 0.8, 0.97}) {
            NearDuplicateFilter filter = new NearDuplicateFilter(correlation, index -> images.get((int) index));
            int found = 0;
            for (int i = 0; i < images.size(); i++) {
                OptionalLong twin = filter.find("g", images.get(i));
                OptionalLong expected = first(images, i, correlation);
                assertEquals(expected, twin, "image " + i + " at " + correlation);
                found += twin.isPresent() ? 1 : 0;
                filter.add("g", i, images.get(i));
            }
            assertTrue(found > 0 && found < images.size(), found + " at " + correlation);
        }
    }

    private static OptionalLong first(List<PixelImage> images, int i, double correlation) {
        for (int j = 0; j < i; j++) {
            if (DuplicateGroups.find(List.of(images.get(j), images.get(i)), correlation)
                            .groups()
                            .size()
                    == 1) {
                return OptionalLong.of(j);
            }
        }
        return OptionalLong.empty();
    }

    @Test
    void groupsAreApartAndOneAllowsAll() {
        PixelImage image = new ProceduralGenerator().generate("pit", 5, 32, 32).image();
        NearDuplicateFilter filter = new NearDuplicateFilter(0.9, index -> image);
        filter.add("a", 0, image);
        assertEquals(OptionalLong.of(0), filter.find("a", image));
        assertEquals(OptionalLong.empty(), filter.find("b", image));
        NearDuplicateFilter off = new NearDuplicateFilter(1, index -> image);
        off.add("a", 0, image);
        assertEquals(OptionalLong.empty(), off.find("a", image));
    }

    private static PixelImage upsideDown(PixelImage image) {
        byte[] samples = image.samples();
        byte[] turned = new byte[samples.length];
        int row = image.width() * image.channels();
        for (int y = 0; y < image.height(); y++) {
            System.arraycopy(samples, y * row, turned, (image.height() - 1 - y) * row, row);
        }
        return new PixelImage(image.width(), image.height(), image.channels(), turned);
    }
}
