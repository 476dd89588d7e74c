package dev.flawsmith.model.onnx;

import static dev.flawsmith.model.onnx.OnnxGraph.attribute;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.flawsmith.model.GeneratorDescriptor;
import dev.flawsmith.model.GeneratorSignature;
import dev.flawsmith.model.ImageShape;
import dev.flawsmith.sampling.Noise;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A one-step generator of three classes, 16×16 grey, as somebody elsewhere would hand it over: {@code tanh(A z + b[class])}. */
public final class ToyGenerators {
    public static final List<String> CLASSES = List.of("crack", "pit", "scratch");
    public static final String FILE = "generator.onnx";

    static final int LATENT = 8;
    static final ImageShape SHAPE = new ImageShape(1, 16, 16);

    /**
     * How a file differs from another.
     *
     * @param oneHot whether the class is {@code [batch, classes]} of float32, else {@code [batch]} of int64
     * @param oneRow whether the batch axis is fixed to 1
     * @param mixed whether rows are brought to a mean of 0 over the batch, as no generator may
     */
    public record Form(boolean oneHot, boolean oneRow, boolean mixed) {
        public static final Form INDEX = new Form(false, false, false);
        public static final Form ONE_HOT = new Form(true, false, false);
        public static final Form ONE_ROW = new Form(false, true, false);
    }

    private ToyGenerators() {}

    /** A folder with the network and its descriptor. */
    public static Path folder(Path folder, Form form) throws IOException {
        Files.createDirectories(folder);
        Files.write(folder.resolve(FILE), network(form).toByteArray());
        Files.writeString(
                folder.resolve(GeneratorDescriptor.FILE), descriptor(form).toJson());
        return folder;
    }

    public static GeneratorDescriptor descriptor(Form form) {
        return new GeneratorDescriptor(
                "5",
                GeneratorDescriptor.ONNX,
                FILE,
                List.of(
                        new GeneratorDescriptor.Input(
                                GeneratorDescriptor.LATENT,
                                "z",
                                List.of(LATENT),
                                GeneratorDescriptor.NORMAL,
                                null,
                                null),
                        new GeneratorDescriptor.Input(
                                GeneratorDescriptor.CLASS,
                                "y",
                                null,
                                null,
                                null,
                                form.oneHot() ? GeneratorDescriptor.ONE_HOT : GeneratorDescriptor.INDEX)),
                "image",
                List.of(-1.0, 1.0),
                SHAPE.channels(),
                SHAPE.height(),
                SHAPE.width(),
                CLASSES,
                "off",
                "Apache-2.0",
                null,
                null);
    }

    static GeneratorSignature signature(Form form) {
        return GeneratorSignature.of(descriptor(form));
    }

    static ModelProto network(Form form) {
        int pixels = SHAPE.size();
        OnnxGraph graph = new OnnxGraph("generator");
        String z = graph.input("z", LATENT);
        String y = form.oneHot() ? graph.input("y", CLASSES.size()) : graph.input("y");
        String a = graph.floats("a", new Noise(1, 0).standardNormal(0, pixels * LATENT), pixels, LATENT);
        String b =
                graph.floats("b", new Noise(1, 0).standardNormal(1, CLASSES.size() * pixels), CLASSES.size(), pixels);
        String of = form.oneHot()
                ? graph.node("MatMul", "told", List.of(y, b))
                : graph.node("Gather", "told", List.of(b, y), attribute("axis", 0));
        String drawn = graph.node("Gemm", "drawn", List.of(z, a), attribute("transB", 1));
        String sum = graph.node("Add", "sum", List.of(drawn, of));
        if (form.mixed()) {
            String mean = graph.node(
                    "ReduceMean", "mean", List.of(sum), attribute("axes", new long[] {0}), attribute("keepdims", 1));
            sum = graph.node("Sub", "centred", List.of(sum, mean));
        }
        String squashed = graph.node("Tanh", "squashed", List.of(sum));
        graph.node("Reshape", "image", List.of(squashed, graph.longs(0, 1, 16, 16)));
        graph.output("image", 1, 16, 16);
        ModelProto model = graph.build("toys", "1", Map.of());
        GraphProto.Builder changed = model.getGraph().toBuilder();
        for (int i = 0; i < changed.getInputCount(); i++) {
            boolean index = !form.oneHot() && changed.getInput(i).getName().equals("y");
            changed.setInput(
                    i, changed(changed.getInput(i), index ? TensorProto.DataType.INT64_VALUE : null, form.oneRow()));
        }
        changed.setOutput(0, changed(changed.getOutput(0), null, form.oneRow()));
        return model.toBuilder().setGraph(changed).build();
    }

    private static ValueInfoProto changed(ValueInfoProto value, @Nullable Integer type, boolean oneRow) {
        TypeProto.Tensor.Builder tensor = value.getType().getTensorType().toBuilder();
        if (type != null) {
            tensor.setElemType(type);
        }
        if (oneRow) {
            tensor.getShapeBuilder().getDimBuilder(0).clearDimParam().setDimValue(1);
        }
        return value.toBuilder()
                .setType(value.getType().toBuilder().setTensorType(tensor))
                .build();
    }
}
