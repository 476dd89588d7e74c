package dev.flawsmith.model.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import dev.flawsmith.image.Sha256;
import dev.flawsmith.model.GeneratorManifest;
import dev.flawsmith.model.ModelPackage;
import dev.flawsmith.model.ModelPackageException;
import dev.flawsmith.model.Safetensors;
import dev.flawsmith.model.UNetManifest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/**
 * The ONNX model of a package's network, derived from its weights: the same package gives the same bytes.
 *
 * @param path of the file
 * @param bytes its size
 * @param sha256 its hash
 */
public record OnnxFile(Path path, long bytes, String sha256) {
    /** The opset of every file. */
    public static final int OPSET = OnnxGraph.OPSET;

    /** Changes with what is written for the same weights. */
    public static final String EXPORTER_VERSION = UNetExporter.VERSION;

    /**
     * The file in a cache, written there if it is missing or damaged. Any number of processes may do so at once: a file is
     * moved into place whole, and all of them write the same.
     *
     * @param cache a folder, made if it is missing
     * @throws IOException if it cannot be written
     * @throws ModelPackageException if the weights are not those of the network
     */
    public static OnnxFile derive(ModelPackage model, Path cache) throws IOException {
        return derive(model, Precision.FP32, cache);
    }

    /**
     * The same at a precision.
     *
     * @throws ModelPackageException also if int8 is wanted and the package has no {@link Int8Ranges}
     */
    public static OnnxFile derive(ModelPackage model, Precision precision, Path cache) throws IOException {
        String key = key(model, precision);
        Path path = cache.resolve(key + ".onnx");
        Path hash = cache.resolve(key + ".onnx.sha256");
        try {
            byte[] cached = Files.readAllBytes(path);
            String sha256 = Sha256.hex(cached);
            if (Files.readString(hash).equals(sha256)) {
                return new OnnxFile(path, cached.length, sha256);
            }
        } catch (NoSuchFileException e) {
            // never derived, or not to the end
        }
        OnnxFile derived = export(model, precision, path);
        replace(hash, derived.sha256().getBytes(StandardCharsets.US_ASCII));
        return derived;
    }

    /**
     * Writes the file, replacing what is there in one step; folders are made.
     *
     * @throws IOException if it cannot be written
     * @throws ModelPackageException if the weights are not those of the network
     */
    public static OnnxFile export(ModelPackage model, Path path) throws IOException {
        return export(model, Precision.FP32, path);
    }

    /**
     * The same at a precision.
     *
     * @throws ModelPackageException also if int8 is wanted and the package has no {@link Int8Ranges}
     */
    public static OnnxFile export(ModelPackage model, Precision precision, Path path) throws IOException {
        return precision == Precision.INT8
                ? exportInt8(model, Int8Ranges.of(model), path)
                : write(network(model), path);
    }

    /** Writes the int8 file that ranges give, which the package need not have yet. */
    public static OnnxFile exportInt8(ModelPackage model, Int8Ranges ranges, Path path) throws IOException {
        try {
            return write(Int8Quantizer.quantize(network(model), ranges.channels()), path);
        } catch (IllegalArgumentException e) {
            throw new ModelPackageException(model.directory().resolve(Int8Ranges.FILE) + ": " + e.getMessage(), e);
        }
    }

    static OnnxFile write(ModelProto network, Path path) throws IOException {
        byte[] content = network.toByteArray();
        replace(path, content);
        return new OnnxFile(path, content.length, Sha256.hex(content));
    }

    /** The network in float32. */
    static ModelProto network(ModelPackage model) throws IOException {
        Path weights = model.directory().resolve(model.weightsFile());
        Map<String, String> metadata = Map.of(
                "weights_sha256", model.weightsSha256(),
                "prediction", model.manifest().prediction(),
                "sigma_data", Double.toString(model.manifest().sigmaData()));
        try {
            return model.manifest().drawsInOneStep()
                    ? GeneratorExporter.export(GeneratorManifest.config(model), Safetensors.read(weights), metadata)
                    : UNetExporter.export(UNetManifest.config(model), Safetensors.read(weights), metadata);
        } catch (IllegalArgumentException e) {
            throw new ModelPackageException(weights + ": " + e.getMessage(), e);
        }
    }

    /** Names all that the bytes depend on. */
    private static String key(ModelPackage model, Precision precision) {
        boolean oneStep = model.manifest().drawsInOneStep();
        String quantized = precision == Precision.INT8
                ? Int8Quantizer.VERSION + model.manifest().files().get(Int8Ranges.FILE)
                : "";
        String all = String.join(
                "\n",
                oneStep ? GeneratorExporter.VERSION : EXPORTER_VERSION,
                model.weightsSha256(),
                model.manifest().prediction(),
                Double.toString(model.manifest().sigmaData()),
                oneStep
                        ? GeneratorManifest.config(model).toString()
                        : UNetManifest.config(model).toString(),
                quantized);
        return Sha256.hex(all).substring(0, 32);
    }

    static void replace(Path path, byte[] content) throws IOException {
        Path folder = path.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        Path temporary = Files.createTempFile(folder, "." + path.getFileName(), ".partial");
        try {
            try (OutputStream out = Files.newOutputStream(temporary, StandardOpenOption.DSYNC)) {
                out.write(content);
            }
            Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
