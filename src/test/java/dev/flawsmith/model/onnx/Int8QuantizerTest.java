package dev.flawsmith.model.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.flawsmith.model.Condition;
import dev.flawsmith.model.DenoiserBatch;
import dev.flawsmith.model.EdmPreconditioning;
import dev.flawsmith.model.Tensor;
import dev.flawsmith.model.UNetConfig;
import dev.flawsmith.model.UNetRows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Int8QuantizerTest {
    private static final UNetConfig CONFIG = RandomNetworks.TOY;
    private static final EdmPreconditioning EDM = new EdmPreconditioning(0.5);
    private static final UNetRows ROWS = new UNetRows(CONFIG, EDM);

    private static final List<DenoiserBatch> CALIBRATION =
            IntStream.rangeClosed(10, 25).mapToObj(seed -> batch(8, seed)).toList();

    /** Of raw outputs; a random network carries errors on further than a trained one. */
    private static final double TOLERANCE = 0.08;

    @TempDir
    Path folder;

    private List<Tensor> tensors = List.of();
    private ModelProto network = ModelProto.getDefaultInstance();
    private Map<String, List<ChannelRange>> ranges = Map.of();

    @BeforeEach
    void calibrate() {
        tensors = RandomNetworks.tensors(CONFIG, 7);
        network = UNetExporter.export(CONFIG, RandomNetworks.contents(tensors), Map.of());
        ranges = Int8Calibration.ranges(CONFIG, ROWS, network, CALIBRATION, 1);
    }

    @Test
    void quantisesTheConvolutionsOfTheBlocksAndNothingElse() {
        ModelProto quantized = Int8Quantizer.quantize(network, ranges);
        Set<String> int8 = quantized.getGraph().getInitializerList().stream()
                .filter(tensor -> tensor.getDataType() == TensorProto.DataType.INT8_VALUE && tensor.getDimsCount() == 4)
                .map(tensor -> tensor.getName().replace(".w.int8", ""))
                .collect(Collectors.toSet());
        Set<String> blocks = network.getGraph().getNodeList().stream()
                .filter(node -> node.getOpType().equals("Conv"))
                .map(NodeProto::getName)
                .filter(name -> name.matches(".*\\.conv[12]"))
                .collect(Collectors.toSet());
        assertFalse(blocks.isEmpty());
        assertEquals(blocks, int8);
        Set<String> constants = quantized.getGraph().getInitializerList().stream()
                .map(TensorProto::getName)
                .collect(Collectors.toSet());
        blocks.forEach(name -> assertFalse(constants.contains(name + ".weight"), "float weights of " + name));
        assertTrue(constants.contains("in.weight") && constants.contains("out.conv.weight"));
    }

    @Test
    void theSameRangesGiveTheSameBytes() {
        assertEquals(Int8Quantizer.quantize(network, ranges), Int8Quantizer.quantize(network, ranges));
    }

    /** On rows that it was not calibrated on. */
    @Test
    void staysNearTheFloatNetwork() throws IOException {
        double error = relativeError(network, Int8Quantizer.quantize(network, ranges));
        assertTrue(error > 1e-5, "expected rounding to show, found " + error);
        assertTrue(error < TOLERANCE, "found a relative error of " + error);
    }

    /** What one scale for a whole activation cannot do: a channel a thousand times smaller keeps its resolution. */
    @Test
    void channelsOfVeryDifferentRangesKeepTheirResolution() throws IOException {
        for (Tensor tensor : tensors) {
            if (tensor.name().endsWith("norm1.weight") || tensor.name().endsWith("norm1.bias")) {
                for (int c = 0; c < tensor.values().length; c += 2) {
                    tensor.values()[c] *= 1000;
                }
            }
            if (tensor.name().endsWith("conv1.weight")) {
                int in = (int) tensor.shape()[1];
                for (int i = 0; i < tensor.values().length; i++) {
                    if (i / 9 % in % 2 == 0) {
                        tensor.values()[i] /= 1000;
                    }
                }
            }
        }
        ModelProto uneven = UNetExporter.export(CONFIG, RandomNetworks.contents(tensors), Map.of());
        Map<String, List<ChannelRange>> perChannel = Int8Calibration.ranges(CONFIG, ROWS, uneven, CALIBRATION, 1);
        Map<String, List<ChannelRange>> perTensor = new HashMap<>();
        perChannel.forEach((name, all) -> {
            float low =
                    (float) all.stream().mapToDouble(ChannelRange::low).min().orElse(0);
            float high =
                    (float) all.stream().mapToDouble(ChannelRange::high).max().orElse(0);
            perTensor.put(name, Collections.nCopies(all.size(), new ChannelRange(low, high)));
        });
        double error = relativeError(uneven, Int8Quantizer.quantize(uneven, perChannel));
        double errorOfOneScale = relativeError(uneven, Int8Quantizer.quantize(uneven, perTensor));
        assertTrue(error < TOLERANCE, "found a relative error of " + error);
        assertTrue(errorOfOneScale > 2 * error, "found " + errorOfOneScale + " against " + error);
    }

    @Test
    void refusesRangesThatDoNotFit() {
        Map<String, List<ChannelRange>> fewer = new HashMap<>(ranges);
        fewer.remove("middle.1.conv1");
        var refused = assertThrows(IllegalArgumentException.class, () -> Int8Quantizer.quantize(network, fewer));
        assertTrue(
                String.valueOf(refused.getMessage())
                        .matches("expected the ranges of \\d+ channels for middle.1.conv1, found 0"),
                refused.getMessage());
        var none = assertThrows(
                IllegalArgumentException.class, () -> Int8Calibration.ranges(CONFIG, ROWS, network, List.of(), 1));
        assertEquals("expected at least one batch, found none", none.getMessage());
    }

    private double relativeError(ModelProto expected, ModelProto found) throws IOException {
        UNetRows.Inputs inputs = ROWS.inputs(batch(6, 3));
        Path a = OnnxFile.write(expected, folder.resolve("a.onnx")).path();
        Path b = OnnxFile.write(found, folder.resolve("b.onnx")).path();
        try (OnnxNetwork one = OnnxNetwork.open(CONFIG, a, 1);
                OnnxNetwork other = OnnxNetwork.open(CONFIG, b, 1)) {
            float[] x = one.run(6, inputs);
            float[] y = other.run(6, inputs);
            double difference = 0;
            double norm = 0;
            for (int i = 0; i < x.length; i++) {
                difference += (x[i] - y[i]) * (double) (x[i] - y[i]);
                norm += x[i] * (double) x[i];
            }
            return Math.sqrt(difference / norm);
        }
    }

    private static DenoiserBatch batch(int n, long seed) {
        Random random = new Random(seed);
        float[][] x = new float[n][ROWS.shape().size()];
        double[] alpha = new double[n];
        double[] sigma = new double[n];
        List<Condition> conditions = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            alpha[i] = 1;
            sigma[i] = 0.01 * Math.pow(8000, (i + 0.5) / n);
            conditions.add(i % 3 == 0 ? Condition.NONE : Condition.ofClass(i % CONFIG.classes()));
            for (int j = 0; j < x[i].length; j++) {
                x[i][j] = (float) (Math.hypot(sigma[i], 0.5) * random.nextGaussian());
            }
        }
        return new DenoiserBatch(x, alpha, sigma, new double[n], conditions);
    }
}
