package dev.flawsmith.model.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** Makes what layers hand to one another visible, for whoever measures ranges: outputs are looked at, never quantised. */
final class IntermediateValues {
    private IntermediateValues() {}

    /**
     * The model with more outputs.
     *
     * @param names of values; a value is called what its node is called
     * @throws IllegalArgumentException if no node makes a value of that name
     */
    static ModelProto shown(ModelProto model, Collection<String> names) {
        Set<String> made = new HashSet<>();
        model.getGraph().getNodeList().forEach(node -> made.addAll(node.getOutputList()));
        GraphProto.Builder graph = model.getGraph().toBuilder();
        for (String name : names) {
            if (!made.contains(name)) {
                throw new IllegalArgumentException("expected a value of the graph, found " + name);
            }
            graph.addOutput(ValueInfoProto.newBuilder()
                    .setName(name)
                    .setType(TypeProto.newBuilder()
                            .setTensorType(
                                    TypeProto.Tensor.newBuilder().setElemType(TensorProto.DataType.FLOAT_VALUE))));
        }
        return model.toBuilder().setGraph(graph).build();
    }
}
