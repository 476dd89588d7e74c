package dev.flawsmith.model.onnx;

import dev.flawsmith.model.ModelPackage;
import dev.flawsmith.model.ModelPackageException;
import dev.flawsmith.model.Safetensors;
import dev.flawsmith.model.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a package's network is quantised by, and what that was seen to cost: {@value #FILE} of the package. Immutable.
 *
 * @param channels ranges of every channel, by activation
 * @param weightsSha256 of the weights that they were measured on
 * @param distanceFp32 distance of float32 images to the holdout photos, when it was measured
 * @param distanceInt8 the same of int8 images of the same seeds
 */
public record Int8Ranges(
        Map<String, List<ChannelRange>> channels, String weightsSha256, double distanceFp32, double distanceInt8) {
    /** The file, in a package's folder. */
    public static final String FILE = "int8.safetensors";

    /** Most that int8 may add to the distance, as a factor, to be chosen where nobody asked for it by name. */
    public static final double TOLERANCE = 1.05;

    private static final String WEIGHTS = "weights_sha256";
    private static final String FP32 = "distance_fp32";
    private static final String INT8 = "distance_int8";

    public Int8Ranges {
        channels = Map.copyOf(channels);
    }

    /** Whether quality was within {@link #TOLERANCE} of float32. */
    public boolean passed() {
        return distanceInt8 <= distanceFp32 * TOLERANCE;
    }

    /** The same with what it was seen to cost. */
    public Int8Ranges measuredAt(double fp32, double int8) {
        return new Int8Ranges(channels, weightsSha256, fp32, int8);
    }

    /** Whether a package has the file. */
    public static boolean in(ModelPackage model) {
        return model.manifest().files().containsKey(FILE);
    }

    /**
     * Reads a package's, which must have them.
     *
     * @throws ModelPackageException if it has none, too
     */
    public static Int8Ranges of(ModelPackage model) throws IOException {
        if (!in(model)) {
            throw new ModelPackageException(
                    model.directory() + ": expected " + FILE + " for int8, found none; \"models quantize\" makes it");
        }
        return read(model);
    }

    /**
     * Reads a package's.
     *
     * @throws IOException if it cannot be read
     * @throws ModelPackageException if it is damaged or was measured on other weights
     */
    static Int8Ranges read(ModelPackage model) throws IOException {
        Path file = model.directory().resolve(FILE);
        Safetensors.Contents contents = Safetensors.read(file);
        Map<String, List<ChannelRange>> channels = new TreeMap<>();
        Int8Ranges ranges;
        try {
            for (Tensor tensor : contents.tensors()) {
                channels.put(tensor.name(), ranges(tensor));
            }
            ranges = new Int8Ranges(
                    channels,
                    entry(contents, WEIGHTS),
                    Double.parseDouble(entry(contents, FP32)),
                    Double.parseDouble(entry(contents, INT8)));
        } catch (IllegalArgumentException e) {
            throw new ModelPackageException(file + ": " + e.getMessage(), e);
        }
        if (!ranges.weightsSha256().equals(model.weightsSha256())) {
            throw new ModelPackageException(file + ": expected ranges measured on weights " + model.weightsSha256()
                    + ", found those of " + ranges.weightsSha256());
        }
        return ranges;
    }

    /** Writes the file. */
    public void write(Path file) throws IOException {
        List<Tensor> tensors = new ArrayList<>();
        new TreeMap<>(channels).forEach((name, ranges) -> {
            float[] values = new float[2 * ranges.size()];
            for (int c = 0; c < ranges.size(); c++) {
                values[2 * c] = ranges.get(c).low();
                values[2 * c + 1] = ranges.get(c).high();
            }
            tensors.add(new Tensor(name, new long[] {ranges.size(), 2}, values));
        });
        Map<String, String> metadata = Map.of(
                WEIGHTS, weightsSha256, FP32, Double.toString(distanceFp32), INT8, Double.toString(distanceInt8));
        Safetensors.write(file, tensors, metadata, Safetensors.Precision.F32);
    }

    private static List<ChannelRange> ranges(Tensor tensor) {
        long[] shape = tensor.shape();
        if (shape.length != 2 || shape[1] != 2) {
            throw new IllegalArgumentException("expected low and high of every channel for " + tensor.name()
                    + ", found shape " + Arrays.toString(shape));
        }
        List<ChannelRange> ranges = new ArrayList<>();
        for (int c = 0; c < shape[0]; c++) {
            ranges.add(new ChannelRange(tensor.values()[2 * c], tensor.values()[2 * c + 1]));
        }
        return ranges;
    }

    private static String entry(Safetensors.Contents contents, String key) {
        String value = contents.metadata().get(key);
        if (value == null) {
            throw new IllegalArgumentException("expected the entry " + key + ", found none");
        }
        return value;
    }
}
