package dev.flawsmith.cli;

import java.nio.file.Path;

/** Where the checkout is: {@code flawsmith.home}, which the starting script sets, else the working folder. */
final class Home {
    private Home() {}

    /** A file or folder of the checkout. */
    static Path resolve(String first, String... more) {
        String home = System.getProperty("flawsmith.home");
        Path inside = Path.of(first, more);
        return home == null ? inside : Path.of(home).resolve(inside);
    }
}
