package dev.flawsmith.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.flawsmith.image.PixelImage;
import dev.flawsmith.synthesis.HeldSynthesizer;
import dev.flawsmith.synthesis.ModelDescription;
import dev.flawsmith.synthesis.RequestDraft;
import dev.flawsmith.synthesis.Synthesis;
import dev.flawsmith.synthesis.SynthesisException;
import dev.flawsmith.synthesis.SynthesisListener;
import dev.flawsmith.synthesis.SynthesisRequest;
import dev.flawsmith.synthesis.Synthesizer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import me.tongfei.progressbar.ProgressBar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class GenerationRunTest {
    private static final Executor LATER = CompletableFuture.delayedExecutor(5, TimeUnit.MILLISECONDS);

    /** Has room for so many requests, and answers each after a while, with no image. */
    private static final class Full implements Synthesizer {
        private final HeldSynthesizer held = new HeldSynthesizer(HeldSynthesizer.model("toy", true));
        private final int room;
        private int refused;

        Full(int room) {
            this.room = room;
        }

        @Override
        public List<ModelDescription> models() {
            return held.models();
        }

        @Override
        public SynthesisRequest check(RequestDraft draft) {
            return held.check(draft);
        }

        @Override
        public Synthesis submit(SynthesisRequest request, SynthesisListener listener) {
            if (held.held.stream().filter(one -> !one.reply().isDone()).count() >= room) {
                refused++;
                throw new SynthesisException(SynthesisException.Code.QUEUE_FULL, "full");
            }
            Synthesis synthesis = held.submit(request, listener);
            HeldSynthesizer.Held one = held.held.get(held.held.size() - 1);
            LATER.execute(one::answer);
            return synthesis;
        }

        @Override
        public void close() {
            held.close();
        }
    }

    private static void run(Full models, int requests) throws Exception {
        SynthesisRequest like = HeldSynthesizer.request(0);
        try (ProgressBar bar = ProgressLine.open("draw", requests, new PrintWriter(new StringWriter()))) {
            List<GeneratedImage> written = new GenerationRun(models, new ImageFiles(null), bar, warning -> {})
                    .run(LongStream.range(0, requests)
                            .mapToObj(seed -> new RequestDraft(
                                    like.model(), like.className(), null, 1L, seed, 4L, null, null, like.guard()))
                            .iterator());
            assertEquals(List.of(), written);
        }
    }

    @Test
    void aFullModelIsWaitedForAndNoRequestIsLost() throws Exception {
        try (Full models = new Full(1)) {
            run(models, 7);
            assertEquals(List.of(0L, 1L, 2L, 3L, 4L, 5L, 6L), models.held.seeds());
            assertEquals(true, models.refused > 0, "it was full in between");
        }
    }

    @Test
    void aModelThatNeverHasRoomIsTold() {
        try (Full models = new Full(0)) {
            SynthesisException e = assertThrows(SynthesisException.class, () -> run(models, 1));
            assertEquals(SynthesisException.Code.QUEUE_FULL, e.code());
        }
    }

    @Test
    void requestsOnLargePhotosAreSmall() {
        assertEquals(256, GenerationRun.requestSize(new PixelImage(64, 64, 1, new byte[64 * 64])));
        assertEquals(1, GenerationRun.requestSize(new PixelImage(4000, 3000, 1, new byte[12_000_000])));
        assertEquals(1, GenerationRun.requestSize(new PixelImage(5000, 4000, 1, new byte[20_000_000])));
    }
}
