package dev.flawsmith.cli;

import dev.flawsmith.model.ModelPackageException;
import dev.flawsmith.model.PixelTransfer;
import dev.flawsmith.model.VaeDescriptor;
import dev.flawsmith.model.djl.DjlVae;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.TreeMap;

/** The autoencoder that a run learns to draw the latents of ({@code train --vae}): what {@code train-vae} has written. */
final class Autoencoder {
    private static final List<String> FILES = List.of(VaeDescriptor.ENCODER, VaeDescriptor.DECODER, VaeDescriptor.FILE);

    private final Path folder;
    private final VaeDescriptor descriptor;

    private Autoencoder(Path folder, VaeDescriptor descriptor) {
        this.folder = folder;
        this.descriptor = descriptor;
    }

    /**
     * Opens a folder, every hash checked.
     *
     * @throws InputException if there is none, or a file is another one
     */
    static Autoencoder open(Path folder) {
        try {
            return new Autoencoder(folder, VaeDescriptor.read(folder));
        } catch (ModelPackageException e) {
            throw new InputException("vae", "vae: " + e.getMessage(), e);
        }
    }

    VaeDescriptor descriptor() {
        return descriptor;
    }

    PixelTransfer transfer() {
        return descriptor.pixelTransfer();
    }

    /** Names its weights and scale: part of the run's identity, so that a resumed run draws the same latents. */
    String identity() {
        return " vae=" + new TreeMap<>(descriptor.sha256()).values() + " scale=" + descriptor.scale() + " shift="
                + descriptor.shift();
    }

    /** Both halves on a device; the caller closes them. */
    DjlVae network(String device) {
        return DjlVae.open(folder, descriptor, device);
    }

    /** Makes it a part of the package that is being written. */
    void copyTo(Path out) throws IOException {
        Files.createDirectories(out);
        for (String file : FILES) {
            Files.copy(folder.resolve(file), out.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
