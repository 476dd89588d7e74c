package dev.flawsmith.model.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.flawsmith.model.Condition;
import dev.flawsmith.model.ImageShape;
import dev.flawsmith.model.ModelPackageException;
import dev.flawsmith.model.NetworkSignature;
import dev.flawsmith.model.NetworkSignature.Input;
import dev.flawsmith.model.TimestepRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files as exporters write them: whole and real timesteps, one a row or one for all, any number of rows or one. */
class OnnxTimestepNetworkTest {
    private static final long FREE = 0;
    private static final double[] TIMESTEPS = {7, 3, 7, 900};

    @TempDir
    private Path folder;

    /** The network is {@code sample * timestep}: a row with another row's timestep would show. */
    @ParameterizedTest
    @CsvSource({
        "INT64, true, 0, 0",
        "INT64, true, 0, 8",
        "FLOAT, true, 0, 0",
        "INT32, false, 0, 8",
        "FLOAT, false, 0, 0",
        "INT64, true, 1, 8",
        "INT64, false, 1, 0"
    })
    void everyRowIsToldItsOwnTimestep(DataType type, boolean scalar, long rows, int filledTo) throws IOException {
        Path file = Files.write(folder.resolve("net.onnx"), product(type, scalar, rows));
        try (OnnxTimestepNetwork network = new OnnxTimestepNetwork(file, signature(2, 2), 1, filledTo)) {
            assertEquals(scalar, network.takesOneTimestep());
            assertFalse(network.unconditioned());
            float[][] x = {{1, 2, 3, 4}, {5, 6, 7, 8}, {9, 10, 11, 12}, {-1, -2, 0.5f, 0}};
            float[][] found = network.output(x, TIMESTEPS, Collections.nCopies(4, Condition.ofClass(0)));
            for (int row = 0; row < x.length; row++) {
                float[] expected = x[row].clone();
                for (int i = 0; i < expected.length; i++) {
                    expected[i] *= (float) TIMESTEPS[row];
                }
                assertArrayEquals(expected, found[row], "row " + row);
            }
        }
    }

    @Test
    void halfPrecisionGoesInAndOut() throws IOException {
        Path file = Files.write(folder.resolve("half.onnx"), product(DataType.FLOAT16, DataType.FLOAT16, true, FREE));
        try (OnnxTimestepNetwork network = new OnnxTimestepNetwork(file, signature(2, 2), 1, 0)) {
            assertArrayEquals(
                    new float[] {21, -7, 3.5f, 0},
                    network.output(new float[][] {{3, -1, 0.5f, 0}}, new double[] {7}, List.of(Condition.ofClass(0)))[
                            0]);
        }
    }

    /** Another number of rows is other bits: where they must be the same the calls have the same rows. */
    @Test
    void aCallForOneTimestepIsFilled() {
        double[] timesteps = {7, 3, 7, 900};
        assertEquals(List.of(List.of(0, 1, 2, 3)), TimestepRows.calls(timesteps, false, false, 4));
        assertEquals(List.of(List.of(0, 2), List.of(1), List.of(3)), TimestepRows.calls(timesteps, true, false, 0));
        assertEquals(
                List.of(List.of(0, 2, 0), List.of(1, 1, 1), List.of(3, 3, 3)),
                TimestepRows.calls(timesteps, true, false, 3));
        assertEquals(
                List.of(List.of(0), List.of(1), List.of(2), List.of(3)), TimestepRows.calls(timesteps, true, true, 3));
    }

    @Test
    void wholeTimestepsAreTheNearest() throws IOException {
        Path file = Files.write(folder.resolve("net.onnx"), product(DataType.INT64, false, FREE));
        try (OnnxTimestepNetwork network = new OnnxTimestepNetwork(file, signature(2, 2), 1, 0)) {
            assertArrayEquals(
                    new float[] {8, 8, 8, 8},
                    network.output(new float[][] {{1, 1, 1, 1}}, new double[] {7.6}, List.of(Condition.ofClass(0)))[0]);
        }
    }

    @Test
    void rowsThatDoNotFitAreRefused() throws IOException {
        Path file = Files.write(folder.resolve("net.onnx"), product(DataType.INT64, false, FREE));
        try (OnnxTimestepNetwork network = new OnnxTimestepNetwork(file, signature(2, 2), 1, 0)) {
            assertRefused(network, new float[3], 7, "expected 4 values in row 0, found 3");
            assertRefused(network, new float[4], Double.NaN, "expected a timestep in row 0, found NaN");
            assertRefused(network, new float[4], 7, "expected a class in row 0, found a text");
        }
    }

    private static void assertRefused(OnnxTimestepNetwork network, float[] x, double timestep, String why) {
        String found = String.valueOf(assertThrows(
                        IllegalArgumentException.class,
                        () -> network.output(
                                new float[][] {x}, new double[] {timestep}, List.of(Condition.ofText(new float[1]))))
                .getMessage());
        assertTrue(found.contains(why), found);
    }

    @Test
    void aFileThatIsNotAsDescribedIsRefused() throws IOException {
        Path wide = Files.write(folder.resolve("wide.onnx"), product(DataType.INT64, false, FREE));
        assertRefused(wide, signature(2, 3), "expected input sample as FLOAT or FLOAT16 [free, 1, 2, 3]");
        Path text = Files.writeString(folder.resolve("text.onnx"), "no model");
        assertRefused(text, signature(2, 2), "text.onnx: expected an ONNX model");
        Path strings = Files.write(folder.resolve("bool.onnx"), product(DataType.BOOL, false, FREE));
        assertRefused(strings, signature(2, 2), "expected input timestep as INT64, INT32, FLOAT or FLOAT16");
    }

    private static void assertRefused(Path file, NetworkSignature signature, String why) {
        String found = String.valueOf(
                assertThrows(ModelPackageException.class, () -> new OnnxTimestepNetwork(file, signature, 1, 0).close())
                        .getMessage());
        assertTrue(found.contains(why), found);
    }

    private static NetworkSignature signature(int height, int width) {
        return new NetworkSignature(
                List.of(
                        new Input(NetworkSignature.SAMPLE, "sample", null),
                        new Input(NetworkSignature.TIMESTEP, "timestep", null)),
                "out",
                new ImageShape(1, height, width),
                1,
                null);
    }

    private static byte[] product(DataType type, boolean scalar, long rows) {
        return product(DataType.FLOAT, type, scalar, rows);
    }

    private static byte[] product(DataType image, DataType type, boolean scalar, long rows) {
        GraphProto.Builder graph = GraphProto.newBuilder()
                .setName("product")
                .addInput(value("sample", image.getNumber(), rows, 1, 2, 2))
                .addInput(scalar ? value("timestep", type.getNumber()) : value("timestep", type.getNumber(), rows))
                .addOutput(value("out", image.getNumber(), rows, 1, 2, 2))
                .addNode(NodeProto.newBuilder()
                        .setOpType("Cast")
                        .addInput("timestep")
                        .addOutput("real")
                        .addAttribute(OnnxGraph.attribute("to", (long) image.getNumber())));
        if (!scalar) {
            graph.addNode(NodeProto.newBuilder()
                    .setOpType("Unsqueeze")
                    .addInput("real")
                    .addInput("axes")
                    .addOutput("spread"));
            graph.addInitializer(TensorProto.newBuilder()
                    .setName("axes")
                    .setDataType(DataType.INT64_VALUE)
                    .addDims(3)
                    .addAllInt64Data(List.of(1L, 2L, 3L)));
        }
        graph.addNode(NodeProto.newBuilder()
                .setOpType("Mul")
                .addInput("sample")
                .addInput(scalar ? "real" : "spread")
                .addOutput("out"));
        return ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OnnxGraph.OPSET))
                .setGraph(graph)
                .build()
                .toByteArray();
    }

    private static ValueInfoProto value(String name, int type, long... shape) {
        TensorShapeProto.Builder dimensions = TensorShapeProto.newBuilder();
        for (long d : shape) {
            dimensions.addDim(
                    d == FREE
                            ? TensorShapeProto.Dimension.newBuilder().setDimParam("batch")
                            : TensorShapeProto.Dimension.newBuilder().setDimValue(d));
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(
                                TypeProto.Tensor.newBuilder().setElemType(type).setShape(dimensions)))
                .build();
    }
}
