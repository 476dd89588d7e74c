package dev.flawsmith.model.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.TensorInfo;
import dev.flawsmith.model.ImageShape;
import dev.flawsmith.model.ModelPackageException;
import dev.flawsmith.model.NetworkSignature;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Compares the inputs and outputs of an ONNX file from elsewhere with what is said of it. */
final class OnnxSignatureCheck {
    private static final long FREE = -1;

    private final NetworkSignature signature;
    private final String source;

    /** @param source what the file is called in refusals */
    OnnxSignatureCheck(NetworkSignature signature, String source) {
        this.signature = signature;
        this.source = source;
    }

    /**
     * The tensor of every input, by what it is.
     *
     * @throws ModelPackageException if one is missing, not described, or of another type or shape
     */
    Map<String, TensorInfo> inputs(Map<String, NodeInfo> found) {
        Map<String, TensorInfo> inputs = new LinkedHashMap<>();
        Set<String> named = new HashSet<>();
        for (NetworkSignature.Input input : signature.inputs()) {
            String name = String.valueOf(input.name());
            named.add(name);
            NodeInfo info = found.get(name);
            if (info == null || !(info.getInfo() instanceof TensorInfo tensor)) {
                throw new ModelPackageException(source + ": expected an input " + name + ", found " + found.keySet());
            }
            boolean fits = switch (input.is()) {
                case NetworkSignature.SAMPLE -> OnnxFiles.isFloat(tensor.type) && isImage(tensor.getShape());
                case NetworkSignature.TIMESTEP ->
                    isNumber(tensor.type) && (tensor.getShape().length == 0 || isRows(tensor.getShape(), 1, found));
                case NetworkSignature.TEXT ->
                    OnnxFiles.isFloat(tensor.type)
                            && isRows(tensor.getShape(), 3, found)
                            && (tensor.getShape()[2] < 0 || tensor.getShape()[2] == signature.textWidth());
                default -> isNumber(tensor.type) && isRows(tensor.getShape(), 1, found);
            };
            if (!fits) {
                throw new ModelPackageException(source + ": expected input " + name + " as " + wanted(input.is())
                        + ", found " + tensor.type + " " + Arrays.toString(tensor.getShape()));
            }
            inputs.put(input.is(), tensor);
        }
        if (!named.equals(found.keySet())) {
            throw new ModelPackageException(
                    source + ": expected the inputs " + named + " that are described, found " + found.keySet());
        }
        return inputs;
    }

    private String wanted(String is) {
        ImageShape shape = signature.shape();
        return switch (is) {
            case NetworkSignature.SAMPLE ->
                "FLOAT or FLOAT16 [free, " + shape.channels() + ", " + shape.height() + ", " + shape.width() + "]";
            case NetworkSignature.TIMESTEP -> "INT64, INT32, FLOAT or FLOAT16, a scalar or [free]";
            case NetworkSignature.TEXT -> "FLOAT or FLOAT16 [free, tokens, " + signature.textWidth() + "]";
            default -> "INT64, INT32, FLOAT or FLOAT16 [free]";
        };
    }

    /** Whether a shape has so many dimensions, of which the first is free, or 1 where the sample's is. */
    private boolean isRows(long[] shape, int dimensions, Map<String, NodeInfo> found) {
        String sample = signature
                .input(NetworkSignature.SAMPLE)
                .map(input -> String.valueOf(input.name()))
                .orElse("");
        boolean single = found.get(sample) != null
                && found.get(sample).getInfo() instanceof TensorInfo tensor
                && tensor.getShape().length > 0
                && tensor.getShape()[0] == 1;
        return shape.length == dimensions && (shape[0] < 0 || (single && shape[0] == 1));
    }

    private static boolean isNumber(OnnxJavaType type) {
        return type == OnnxJavaType.INT64 || type == OnnxJavaType.INT32 || OnnxFiles.isFloat(type);
    }

    private boolean isImage(long[] found) {
        ImageShape shape = signature.shape();
        long[] expected = {FREE, shape.channels(), shape.height(), shape.width()};
        boolean fits = found.length == expected.length && (found[0] < 0 || found[0] == 1);
        for (int i = 1; fits && i < expected.length; i++) {
            fits = found[i] < 0 || found[i] == expected[i];
        }
        return fits;
    }

    /** @throws ModelPackageException if it is missing, or of another type or shape */
    void output(Map<String, NodeInfo> outputs) {
        NodeInfo info = outputs.get(signature.output());
        if (info == null || !(info.getInfo() instanceof TensorInfo tensor) || !OnnxFiles.isFloat(tensor.type)) {
            throw new ModelPackageException(source + ": expected an output " + signature.output()
                    + " of float32 or float16, found " + (info == null ? outputs.keySet() : info.getInfo()));
        }
        if (!isImage(tensor.getShape())) {
            throw new ModelPackageException(source + ": expected output " + signature.output() + " as "
                    + wanted(NetworkSignature.SAMPLE) + ", found " + Arrays.toString(tensor.getShape()));
        }
    }
}
