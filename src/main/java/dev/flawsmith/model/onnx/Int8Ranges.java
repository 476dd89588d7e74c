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
 * @param cost in quality; {@link Int8Cost#UNKNOWN} where it was not measured
 */
public record Int8Ranges(Map<String, List<ChannelRange>> channels, String weightsSha256, Int8Cost cost) {
    /** The file, in a package's folder. */
    public static final String FILE = "int8.safetensors";

    private static final String WEIGHTS = "weights_sha256";

    public Int8Ranges {
        channels = Map.copyOf(channels);
    }

    /** The same with what it was seen to cost. */
    public Int8Ranges at(Int8Cost measured) {
        return new Int8Ranges(channels, weightsSha256, measured);
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
                    channels, Int8Cost.entry(contents.metadata(), WEIGHTS), Int8Cost.read(contents.metadata()));
        } catch (IllegalArgumentException e) {
            throw new ModelPackageException(file + ": " + e.getMessage() + "; \"models quantize\" makes it anew", e);
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
        Map<String, String> metadata = new TreeMap<>(cost.entries());
        metadata.put(WEIGHTS, weightsSha256);
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
}
