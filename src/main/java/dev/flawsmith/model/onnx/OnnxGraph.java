package dev.flawsmith.model.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * An ONNX graph, built node by node. A value is called what the node that makes it is called, so a layer's name finds its
 * node and its output alike. The same calls give the same bytes.
 */
final class OnnxGraph {
    /** The opset that the graphs are written for. */
    static final int OPSET = 17;

    /** The first version of the format that knows this opset. */
    private static final int IR_VERSION = 8;

    private static final String BATCH = "batch";

    private final GraphProto.Builder graph;
    private final Set<String> names = new HashSet<>();

    OnnxGraph(String name) {
        graph = GraphProto.newBuilder().setName(name);
    }

    /** Adds an input of float32, {@code [batch, shape...]}. */
    String input(String name, long... shape) {
        graph.addInput(value(claim(name), shape));
        return name;
    }

    /** Makes a value an output of float32, {@code [batch, shape...]}. */
    void output(String name, long... shape) {
        graph.addOutput(value(name, shape));
    }

    /** A float32 constant. */
    String floats(String name, float[] values, long... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        graph.addInitializer(TensorProto.newBuilder()
                .setName(claim(name))
                .setDataType(TensorProto.DataType.FLOAT_VALUE)
                .addAllDims(boxed(shape))
                .setRawData(ByteString.copyFrom(bytes.array())));
        return name;
    }

    /** An int64 vector, named by what it holds; asked for twice, it stands there once. */
    String longs(long... values) {
        StringBuilder name = new StringBuilder("int64");
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (long value : values) {
            name.append('_').append(value);
            bytes.putLong(value);
        }
        if (names.add(name.toString())) {
            graph.addInitializer(TensorProto.newBuilder()
                    .setName(name.toString())
                    .setDataType(TensorProto.DataType.INT64_VALUE)
                    .addDims(values.length)
                    .setRawData(ByteString.copyFrom(bytes.array())));
        }
        return name.toString();
    }

    /** A float32 number, named by its value; asked for twice, it stands there once. */
    String number(float value) {
        String name = "float_" + value;
        return names.contains(name) ? name : floats(name, new float[] {value});
    }

    /** A float32 vector of one value, named by value and length; asked for twice, it stands there once. */
    String constant(float value, int length) {
        String name = "float_" + value + "_x" + length;
        if (names.contains(name)) {
            return name;
        }
        float[] values = new float[length];
        Arrays.fill(values, value);
        return floats(name, values, length);
    }

    /** Adds a node and returns its one output, which has its name. */
    String node(String operator, String name, List<String> inputs, AttributeProto... attributes) {
        add(operator, name, inputs, List.of(claim(name)), attributes);
        return name;
    }

    /** Splits a value into equal parts along an axis; the parts are called {@code name.0}, {@code name.1}, ... */
    List<String> split(String name, String input, int axis, long... lengths) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < lengths.length; i++) {
            parts.add(claim(name + "." + i));
        }
        add("Split", claim(name), List.of(input, longs(lengths)), parts, attribute("axis", axis));
        return parts;
    }

    private void add(
            String operator, String name, List<String> inputs, List<String> outputs, AttributeProto... attributes) {
        graph.addNode(NodeProto.newBuilder()
                .setOpType(operator)
                .setName(name)
                .addAllInput(inputs)
                .addAllOutput(outputs)
                .addAllAttribute(List.of(attributes)));
    }

    /** The model around the graph. */
    ModelProto build(String producer, String version, Map<String, String> metadata) {
        ModelProto.Builder model = ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName(producer)
                .setProducerVersion(version)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
                .setGraph(graph);
        new TreeMap<>(metadata)
                .forEach((key, value) -> model.addMetadataProps(
                        StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
        return model.build();
    }

    static AttributeProto attribute(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    static AttributeProto attribute(String name, float value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.FLOAT)
                .setF(value)
                .build();
    }

    static AttributeProto attribute(String name, String value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.STRING)
                .setS(ByteString.copyFromUtf8(value))
                .build();
    }

    static AttributeProto attribute(String name, long... values) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INTS)
                .addAllInts(boxed(values))
                .build();
    }

    private String claim(String name) {
        if (!names.add(name)) {
            throw new IllegalArgumentException("expected a name for one value only, found " + name + " twice");
        }
        return name;
    }

    private static ValueInfoProto value(String name, long... shape) {
        TensorShapeProto.Builder dimensions = TensorShapeProto.newBuilder();
        dimensions.addDim(TensorShapeProto.Dimension.newBuilder().setDimParam(BATCH));
        for (long d : shape) {
            dimensions.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(d));
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(TensorProto.DataType.FLOAT_VALUE)
                                .setShape(dimensions)))
                .build();
    }

    private static List<Long> boxed(long... values) {
        return Arrays.stream(values).boxed().toList();
    }
}
