package dev.flawsmith.model.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;

/** Constants of an ONNX graph: vectors, and numbers, which have no dimension. */
final class OnnxTensors {
    private OnnxTensors() {}

    /** The values of a float32 constant. */
    static float[] floats(TensorProto tensor) {
        FloatBuffer buffer = tensor.getRawData()
                .asReadOnlyByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        float[] values = new float[buffer.remaining()];
        buffer.get(values);
        return values;
    }

    static TensorProto float32(String name, float value) {
        return tensor(name, TensorProto.DataType.FLOAT_VALUE, List.of(), floatBytes(value));
    }

    static TensorProto float32(String name, float[] values) {
        return tensor(name, TensorProto.DataType.FLOAT_VALUE, List.of((long) values.length), floatBytes(values));
    }

    static TensorProto int32(String name, int[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(values);
        return tensor(name, TensorProto.DataType.INT32_VALUE, List.of((long) values.length), bytes.array());
    }

    static TensorProto int8(String name, byte[] values, List<Long> shape) {
        return tensor(name, TensorProto.DataType.INT8_VALUE, shape, values);
    }

    static TensorProto uint8(String name, byte value) {
        return tensor(name, TensorProto.DataType.UINT8_VALUE, List.of(), new byte[] {value});
    }

    static TensorProto uint8(String name, byte[] values) {
        return tensor(name, TensorProto.DataType.UINT8_VALUE, List.of((long) values.length), values);
    }

    private static byte[] floatBytes(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }

    private static TensorProto tensor(String name, int type, List<Long> shape, byte[] raw) {
        return TensorProto.newBuilder()
                .setName(name)
                .setDataType(type)
                .addAllDims(shape)
                .setRawData(ByteString.copyFrom(raw))
                .build();
    }
}
