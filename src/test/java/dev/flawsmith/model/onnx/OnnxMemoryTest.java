package dev.flawsmith.model.onnx;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.flawsmith.model.Condition;
import dev.flawsmith.model.DenoiserBatch;
import dev.flawsmith.model.EdmPreconditioning;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a network takes of the process's memory outside the Java heap, it gives back. */
class OnnxMemoryTest {
    private static final Path STATUS = Path.of("/proc/self/status");

    @TempDir
    Path folder;

    private final AtomicLong now = new AtomicLong();
    private Path file;

    @BeforeEach
    void export() throws IOException {
        assumeTrue(Files.isReadable(STATUS), "skipped: only Linux tells a process its memory");
        file = folder.resolve("toy.onnx");
        Files.write(
                file,
                UNetExporter.export(
                                RandomNetworks.TOY,
                                RandomNetworks.contents(RandomNetworks.tensors(RandomNetworks.TOY, 1)),
                                Map.of())
                        .toByteArray());
    }

    @Test
    void aSmallCallHandsBackWhatALargeOneTookAWhileAgo() throws IOException {
        try (OnnxDenoiser denoiser = open()) {
            denoiser.denoise(batch(1));
            double large = 0;
            double soon = 0;
            double later = 0;
            for (int round = 0; round < 3; round++) { // the Java heap moves too: the largest drop is the arena's
                denoiser.denoise(batch(1500));
                large = mebibytes();
                now.addAndGet(OnnxNetwork.KEPT.toNanos() - 1);
                denoiser.denoise(batch(1));
                soon = mebibytes();
                now.addAndGet(1);
                denoiser.denoise(batch(1));
                later = mebibytes();
            }
            String found = "found " + large + " then " + soon + " then " + later + " MiB";
            assertTrue(soon - later > 20, "expected over 20 MiB back at the second small call, " + found);
        }
    }

    @Test
    void openingAndClosingLeavesNothing() throws IOException {
        cycle(20);
        double before = mebibytes();
        cycle(100);
        double after = mebibytes();
        assertTrue(after - before < 20, "expected a steady process, found " + before + " then " + after + " MiB");
    }

    @Test
    void aClosedNetworkRefusesCalls() {
        OnnxDenoiser denoiser = open();
        denoiser.close();
        denoiser.close();
        assertThrows(IllegalStateException.class, () -> denoiser.denoise(batch(1)));
    }

    private void cycle(int times) {
        for (int i = 0; i < times; i++) {
            try (OnnxDenoiser denoiser = open()) {
                denoiser.denoise(batch(2));
            }
        }
    }

    private OnnxDenoiser open() {
        return OnnxDenoiser.open(RandomNetworks.TOY, file, Precision.FP32, new EdmPreconditioning(0.5), 1, now::get);
    }

    private static DenoiserBatch batch(int rows) {
        double[] ones = new double[rows];
        Arrays.fill(ones, 1);
        float[][] x = new float[rows][256];
        return new DenoiserBatch(x, ones, ones, ones, Collections.nCopies(rows, Condition.NONE));
    }

    /** Resident memory that is no file's: the sum over the process. */
    private static double mebibytes() throws IOException {
        try (Stream<String> lines = Files.lines(STATUS)) {
            String line = lines.filter(each -> each.startsWith("RssAnon:"))
                    .findFirst()
                    .orElseThrow();
            return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024.0;
        }
    }
}
