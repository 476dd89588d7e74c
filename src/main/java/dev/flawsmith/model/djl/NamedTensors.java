package dev.flawsmith.model.djl;

import dev.flawsmith.model.ModelPackageException;
import dev.flawsmith.model.Safetensors;
import dev.flawsmith.model.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A network's weights as named tensors, as files hold them, and as one flat vector, as training moves them. */
public final class NamedTensors {
    private NamedTensors() {}

    /** Values in all. */
    public static int size(List<DjlNetwork.TensorSpec> specs) {
        return specs.stream().mapToInt(DjlNetwork.TensorSpec::size).sum();
    }

    /**
     * A flat vector as named tensors.
     *
     * @param weights in the specs' order
     * @throws IllegalArgumentException if there are more or fewer than the specs say
     */
    public static List<Tensor> of(List<DjlNetwork.TensorSpec> specs, float[] weights) {
        if (weights.length != size(specs)) {
            throw new IllegalArgumentException("expected " + size(specs) + " weights, found " + weights.length);
        }
        List<Tensor> tensors = new ArrayList<>();
        int offset = 0;
        for (DjlNetwork.TensorSpec spec : specs) {
            float[] values = Arrays.copyOfRange(weights, offset, offset + spec.size());
            tensors.add(new Tensor(spec.name(), spec.shape(), values));
            offset += spec.size();
        }
        return tensors;
    }

    /**
     * Named tensors as a flat vector; others than the specs' are left alone.
     *
     * @throws IllegalArgumentException if one is missing or of another shape; the message names it
     */
    public static float[] flat(List<DjlNetwork.TensorSpec> specs, Safetensors.Contents contents) {
        float[] weights = new float[size(specs)];
        int offset = 0;
        for (DjlNetwork.TensorSpec spec : specs) {
            Tensor tensor = contents.tensor(spec.name());
            if (!Arrays.equals(tensor.shape(), spec.shape())) {
                throw new IllegalArgumentException("expected " + spec.name() + " of shape "
                        + Arrays.toString(spec.shape()) + ", found " + Arrays.toString(tensor.shape()));
            }
            System.arraycopy(tensor.values(), 0, weights, offset, spec.size());
            offset += spec.size();
        }
        return weights;
    }

    /**
     * A file's tensors as a flat vector.
     *
     * @throws ModelPackageException if it cannot be read, or has not the specs' tensors; the message names file and tensor
     */
    public static float[] read(List<DjlNetwork.TensorSpec> specs, Path file) {
        try {
            return flat(specs, Safetensors.read(file));
        } catch (IOException e) {
            throw new ModelPackageException(file + ": expected a network's weights, found: " + e, e);
        } catch (IllegalArgumentException e) {
            throw new ModelPackageException(file + ": " + e.getMessage(), e);
        }
    }
}
