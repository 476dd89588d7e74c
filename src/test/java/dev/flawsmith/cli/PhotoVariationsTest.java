package dev.flawsmith.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.flawsmith.image.PixelImage;
import dev.flawsmith.synthesis.RequestDraft;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PhotoVariationsTest {
    /** Twenty at once would never be admitted. */
    @Test
    void requestsOnALargePhotoAreSmallAndShareIt() {
        PixelImage large = new PixelImage(4000, 3000, 1, new byte[12_000_000]);
        AtomicInteger reads = new AtomicInteger();
        PhotoVariations.Subject photo = new PhotoVariations.Subject("pit", () -> {
            reads.incrementAndGet();
            return large;
        });
        RequestDraft wishes = new RequestDraft("toy", null, null, null, null, null, null, null, null);
        Iterator<RequestDraft> drafts =
                new PhotoVariations(List.of(photo, photo), 20).drafts(wishes, 100, new CanvasOptions());
        List<Long> seeds = new ArrayList<>();
        drafts.forEachRemaining(draft -> {
            assertEquals(1L, draft.n());
            assertSame(large, Objects.requireNonNull(draft.canvas()).photo());
            seeds.add(Objects.requireNonNull(draft.seed()));
        });
        assertEquals(40, seeds.size());
        assertEquals(100L, seeds.get(0));
        assertEquals(139L, seeds.get(39));
        assertEquals(2, reads.get(), "once for each photo");
    }
}
