package dev.flawsmith.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.flawsmith.image.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The content of {@code vae.json}: an autoencoder that was trained here, beside its weights.
 *
 * @param network its shape
 * @param pixelTransfer between pixels and the values that it works on
 * @param scale what latents, moved by {@code shift}, are multiplied by for the denoiser
 * @param shift what is taken from them first
 * @param sha256 of {@value #ENCODER} and {@value #DECODER}, by name
 * @param data what it was trained on
 * @param training how it was trained; images are crops
 * @param photos SHA-256 of the files that it has learnt from, sorted
 * @param holdout how far photos that it has not seen come back changed
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record VaeDescriptor(
        VaeConfig network,
        PixelTransfer pixelTransfer,
        double scale,
        double shift,
        Map<String, String> sha256,
        ModelManifest.TrainingData data,
        ModelManifest.Training training,
        List<String> photos,
        Reconstruction holdout) {
    /** The descriptor's file name. */
    public static final String FILE = "vae.json";

    /** The encoding half's weights. */
    public static final String ENCODER = "vae_encoder.safetensors";

    /** The decoding half's weights. */
    public static final String DECODER = "vae_decoder.safetensors";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    /**
     * Photos, encoded and decoded, beside themselves.
     *
     * @param photos how many
     * @param meanError mean absolute difference, grey levels of 255
     * @param psnr of the mean squared difference over all of them, dB
     * @param averagesMeanError what plain averages over squares of half the factor, enlarged again, would have
     * @param averagesPsnr likewise
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Reconstruction(
            int photos, double meanError, double psnr, double averagesMeanError, double averagesPsnr) {}

    public VaeDescriptor {
        sha256 = Map.copyOf(sha256);
        photos = List.copyOf(photos);
        if (!(scale > 0) || Double.isInfinite(scale) || !Double.isFinite(shift)) {
            throw new IllegalArgumentException(
                    "expected a finite scale above 0 and a finite shift, found " + scale + " and " + shift);
        }
    }

    /**
     * Reads a folder's descriptor and compares the weights with their hash.
     *
     * @throws ModelPackageException if a file is missing, damaged or another one
     */
    public static VaeDescriptor read(Path folder) {
        Path file = folder.resolve(FILE);
        for (String wanted : List.of(FILE, ENCODER, DECODER)) {
            if (!Files.isRegularFile(folder.resolve(wanted))) {
                throw new ModelPackageException(
                        folder + ": expected an autoencoder's folder with " + wanted + ", found none");
            }
        }
        try {
            VaeDescriptor descriptor = JSON.readValue(file.toFile(), VaeDescriptor.class);
            for (String half : List.of(ENCODER, DECODER)) {
                String found = Sha256.hex(folder.resolve(half));
                if (!found.equals(descriptor.sha256().get(half))) {
                    throw new ModelPackageException(folder.resolve(half) + ": expected SHA-256 "
                            + descriptor.sha256().get(half) + ", found " + found);
                }
            }
            return descriptor;
        } catch (JsonProcessingException e) {
            throw new ModelPackageException(file + ": " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new ModelPackageException(file + ": expected a readable file, found " + e, e);
        }
    }

    /** Its JSON. */
    public String toJson() {
        try {
            return JSON.writeValueAsString(this) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of texts and numbers can be written", e);
        }
    }
}
