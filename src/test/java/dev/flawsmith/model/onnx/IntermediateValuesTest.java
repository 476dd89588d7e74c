package dev.flawsmith.model.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IntermediateValuesTest {
    private static ModelProto toy() {
        return UNetExporter.export(
                RandomNetworks.TOY, RandomNetworks.contents(RandomNetworks.tensors(RandomNetworks.TOY, 1)), Map.of());
    }

    @Test
    void aLayersOutputCanBeReadByItsName() throws OrtException {
        byte[] shown = IntermediateValues.shown(toy(), List.of("down.0.0.conv1", "down.0.0.gelu1"))
                .toByteArray();
        OrtEnvironment engine = OrtEnvironment.getEnvironment();
        try (OrtSession session = engine.createSession(shown);
                OnnxTensor x = OnnxTensor.createTensor(engine, new float[2][1][16][16]);
                OnnxTensor level = OnnxTensor.createTensor(engine, new float[2][1]);
                OnnxTensor label = OnnxTensor.createTensor(engine, new float[2][3]);
                OnnxTensor text = OnnxTensor.createTensor(engine, new float[2][4]);
                OnnxTensor augment = OnnxTensor.createTensor(engine, new float[2][2]);
                OrtSession.Result outputs = session.run(
                        Map.of("x", x, "c_noise", level, "class", label, "text", text, "augment", augment))) {
            assertEquals(3, outputs.size());
            for (String name : List.of("down.0.0.conv1", "down.0.0.gelu1")) {
                OnnxTensor value = (OnnxTensor) outputs.get(name).orElseThrow();
                assertArrayEquals(new long[] {2, 8, 8, 8}, value.getInfo().getShape());
            }
        }
    }

    @Test
    void refusesANameThatNoNodeHas() {
        assertThrows(IllegalArgumentException.class, () -> IntermediateValues.shown(toy(), List.of("down.9")));
    }
}
