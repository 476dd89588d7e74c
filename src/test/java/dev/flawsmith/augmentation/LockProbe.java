package dev.flawsmith.augmentation;

import java.nio.file.Path;

/** A process of its own that tries to write a dataset which another one writes. */
final class LockProbe {
    static final int REFUSED = 3;

    private LockProbe() {}

    /** Tries it on the folder that the first argument names. */
    public static void main(String[] args) throws Exception {
        Path out = Path.of(args[0]);
        try (DatasetStore store =
                DatasetStore.open(out, DatasetFolder.check(out, true).work(), image -> {})) {
            store.forEach(image -> {});
        } catch (AugmentationException e) {
            System.exit(REFUSED);
        }
    }

    /** The exit code of a probe of a folder. */
    static int run(Path out) throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LockProbe.class.getName(),
                        out.toString())
                .inheritIO()
                .start()
                .waitFor();
    }
}
