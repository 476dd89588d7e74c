package dev.flawsmith.cli;

import dev.flawsmith.dataset.Photo;
import dev.flawsmith.model.ModelPackageException;
import dev.flawsmith.model.PixelTransfer;
import dev.flawsmith.model.VaeDescriptor;
import dev.flawsmith.model.djl.DjlVae;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

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

    /**
     * Checks that it has learnt from none of the photos that are held out: they would no longer be unseen.
     *
     * @throws InputException naming how many it has
     */
    void requireUnseen(List<Photo> holdout) {
        Set<String> seen = Set.copyOf(descriptor.photos());
        List<String> known = holdout.stream()
                .filter(photo -> seen.contains(photo.sha256()))
                .map(photo -> photo.file().name())
                .toList();
        if (!known.isEmpty()) {
            throw new InputException(
                    "vae",
                    "vae: expected an autoencoder that has learnt from no holdout photo, found " + known.size()
                            + " that it has, " + known.get(0) + " first; train it with the same splits");
        }
    }

    /** The photos that it has learnt from and this run does not: the guard does not compare with them. */
    long others(List<Photo> train) {
        Set<String> own = train.stream().map(Photo::sha256).collect(Collectors.toSet());
        return descriptor.photos().stream()
                .filter(photo -> !own.contains(photo))
                .count();
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
        if (!VaeDescriptor.read(out).equals(descriptor)) {
            throw new ModelPackageException(folder
                    + ": expected the autoencoder that the denoiser has learnt the latents of, found another: it was changed"
                    + " while the run went on");
        }
    }
}
