package dev.flawsmith.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What a measurement on this machine depends on. */
final class Machine {
    private Machine() {}

    /** Processor, cores, system and the engines' versions, one line. */
    static String describe() {
        return String.join(
                "; ",
                processor(),
                Runtime.getRuntime().availableProcessors() + " cores",
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                "libtorch " + String.valueOf(System.getenv("PYTORCH_LIBRARY_PATH")),
                new TreeMap<>(engines()).toString());
    }

    private static Properties engines() {
        Properties versions = new Properties();
        try (InputStream in = Machine.class.getResourceAsStream("engines.properties")) {
            if (in == null) {
                throw new IllegalStateException("expected engines.properties on the class path, found none");
            }
            versions.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return versions;
    }

    /** The processor's name; {@code unknown} where the system does not say. */
    static String processorName() {
        return cpuInfo("model name").stream()
                .map(line -> line.replaceFirst(".*: *", ""))
                .findFirst()
                .orElseGet(() -> Objects.requireNonNullElse(System.getenv("PROCESSOR_IDENTIFIER"), "unknown"));
    }

    private static String processor() {
        List<String> lines = new ArrayList<>(cpuInfo("model name"));
        lines.addAll(cpuInfo("flags"));
        return lines.isEmpty() ? processorName() : lines.toString();
    }

    /** Linux's first line that begins so; none elsewhere. */
    private static List<String> cpuInfo(String field) {
        Path info = Path.of("/proc/cpuinfo");
        if (!Files.isReadable(info)) {
            return List.of();
        }
        try (Stream<String> lines = Files.lines(info)) {
            return lines.filter(line -> line.startsWith(field)).limit(1).toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of();
        }
    }
}
