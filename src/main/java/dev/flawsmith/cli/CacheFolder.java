package dev.flawsmith.cli;

import java.nio.file.Path;
import java.util.Locale;

/**
 * Where what can be derived or measured again is kept: {@code FLAWSMITH_CACHE} where it is set (or the property
 * {@code flawsmith.cache}, which wins), else {@code flawsmith} in the user's cache folder.
 */
final class CacheFolder {
    private CacheFolder() {}

    static Path resolve(String first) {
        return root().resolve(first);
    }

    private static Path root() {
        String asked = System.getProperty("flawsmith.cache", System.getenv("FLAWSMITH_CACHE"));
        if (asked != null && !asked.isBlank()) {
            return Path.of(asked);
        }
        Path home = Path.of(System.getProperty("user.home"));
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        if (os.startsWith("mac")) {
            return home.resolve("Library/Caches/flawsmith");
        }
        String base = System.getenv(os.startsWith("windows") ? "LOCALAPPDATA" : "XDG_CACHE_HOME");
        Path caches = base == null || base.isBlank() ? home.resolve(".cache") : Path.of(base);
        return caches.resolve("flawsmith");
    }
}
