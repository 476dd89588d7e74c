package dev.flawsmith.model.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The cosines were measured outside this code, with the same ONNX file on ONNX Runtime 1.21.1. */
final class MiniLmTextEncoderTest {
    private static final String SCRATCH = "a thin vertical scratch on a steel strip";
    private static final MiniLmTextEncoder ENCODER = MiniLmTextEncoder.open();

    @AfterAll
    static void close() {
        ENCODER.close();
    }

    @Test
    void likeSentencesAreNearAndUnlikeOnesFar() {
        assertEquals(.61, cosine(SCRATCH, "surface scratch"), .02);
        assertEquals(.13, cosine(SCRATCH, "rolled-in oxide scale"), .02);
    }

    @Test
    void anEmbeddingHasTheStatedLengthAndUnitNorm() {
        for (String sentence : List.of(SCRATCH, "", "Walzriefe, tief — 深い傷 🙂")) {
            float[] embedding = ENCODER.encode(sentence);
            assertEquals(ENCODER.dimension(), embedding.length);
            assertEquals(384, embedding.length);
            assertEquals(1, dot(embedding, embedding), 1e-6, sentence);
        }
    }

    @Test
    void theSameSentenceGivesTheSameBits() {
        float[] first = ENCODER.encode(SCRATCH);
        ENCODER.encode("something else in between, and longer than the first one was");
        assertArrayEquals(first, ENCODER.encode(SCRATCH));
        try (MiniLmTextEncoder other = MiniLmTextEncoder.open()) {
            assertArrayEquals(first, other.encode(SCRATCH));
        }
    }

    @Test
    void threadsGetTheAnswersOfTheirOwnSentences() throws Exception {
        List<String> sentences =
                List.of("pit", "crack", "inclusion", "patch", SCRATCH, "scale", "ash", "finishing roll");
        List<float[]> alone = sentences.stream().map(ENCODER::encode).toList();
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            List<Future<float[]>> together = pool.invokeAll(sentences.stream()
                    .map(sentence -> (Callable<float[]>) () -> ENCODER.encode(sentence))
                    .toList());
            for (int i = 0; i < sentences.size(); i++) {
                assertArrayEquals(alone.get(i), together.get(i).get(), sentences.get(i));
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void aLongSentenceIsCutAtTheModelsLimit() {
        String atLimit = "scratch ".repeat(MiniLmTextEncoder.MAX_TOKENS - 2);
        assertArrayEquals(ENCODER.encode(atLimit), ENCODER.encode(atLimit + "pit pit pit"));
        String below = "scratch ".repeat(MiniLmTextEncoder.MAX_TOKENS - 6);
        assertNotEquals(Arrays.hashCode(ENCODER.encode(below)), Arrays.hashCode(ENCODER.encode(below + "pit pit pit")));
    }

    @Test
    void aClosedEncoderRefusesSentences() {
        MiniLmTextEncoder unused = MiniLmTextEncoder.open();
        unused.close();
        unused.close();
        assertThrows(IllegalStateException.class, () -> unused.encode(SCRATCH));
        MiniLmTextEncoder used = MiniLmTextEncoder.open();
        used.encode(SCRATCH);
        used.close();
        assertThrows(IllegalStateException.class, () -> used.encode(SCRATCH));
    }

    private static double cosine(String a, String b) {
        return dot(ENCODER.encode(a), ENCODER.encode(b));
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
