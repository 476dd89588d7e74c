package dev.flawsmith.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a process holds outside its Java heap. */
final class NativeMemory {
    private NativeMemory() {}

    /** Resident bytes less the heap's committed ones, after a collection; from /proc, so on Linux only. */
    static long nonHeapResidentBytes() {
        System.gc();
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
                if (line.startsWith("VmRSS:")) {
                    long kibibytes = Long.parseLong(line.replaceAll("[^0-9]", ""));
                    return kibibytes * 1024 - Runtime.getRuntime().totalMemory();
                }
            }
            throw new IllegalStateException("expected VmRSS in /proc/self/status, found none");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
