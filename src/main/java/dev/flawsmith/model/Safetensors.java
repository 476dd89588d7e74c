package dev.flawsmith.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The safetensors format: an 8-byte little-endian header length, a JSON header, then raw little-endian tensors. Plain named
 * tensors, nothing executable. Reads and writes F32 and F16; files below 2 GiB.
 */
public final class Safetensors {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_HEADER = 16 << 20;

    private Safetensors() {}

    /** How values are stored. */
    public enum Precision {
        F32(4),
        F16(2);

        private final int bytes;

        Precision(int bytes) {
            this.bytes = bytes;
        }
    }

    /**
     * What a file holds.
     *
     * @param tensors in order of their place in the file
     * @param metadata the header's free text entries
     */
    public record Contents(List<Tensor> tensors, Map<String, String> metadata) {
        public Contents {
            tensors = List.copyOf(tensors);
            metadata = Map.copyOf(metadata);
        }

        /**
         * The tensor of a name.
         *
         * @throws IllegalArgumentException if there is none
         */
        public Tensor tensor(String name) {
            return tensors.stream()
                    .filter(t -> t.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("expected a tensor " + name + ", found "
                            + tensors.stream().map(Tensor::name).toList()));
        }
    }

    /** Writes a file in place; write to a temporary name and rename where a half-written file would hurt. */
    public static void write(Path file, List<Tensor> tensors, Map<String, String> metadata, Precision precision)
            throws IOException {
        ObjectNode header = JSON.createObjectNode();
        if (!metadata.isEmpty()) {
            ObjectNode meta = header.putObject("__metadata__");
            new TreeMap<>(metadata).forEach(meta::put);
        }
        long offset = 0;
        for (Tensor tensor : tensors) {
            ObjectNode entry = header.putObject(tensor.name());
            entry.put("dtype", precision.name());
            for (long d : tensor.shape()) {
                entry.withArray("shape").add(d);
            }
            if (tensor.shape().length == 0) {
                entry.putArray("shape");
            }
            long end = offset + (long) tensor.values().length * precision.bytes;
            entry.putArray("data_offsets").add(offset).add(end);
            offset = end;
        }
        byte[] json = JSON.writeValueAsString(header).getBytes(StandardCharsets.UTF_8);
        int padded = (json.length + 7) / 8 * 8;
        try (OutputStream out = Files.newOutputStream(file)) {
            ByteBuffer head = ByteBuffer.allocate(8 + padded).order(ByteOrder.LITTLE_ENDIAN);
            head.putLong(padded).put(json);
            while (head.hasRemaining()) {
                head.put((byte) ' ');
            }
            out.write(head.array());
            for (Tensor tensor : tensors) {
                out.write(encode(tensor.values(), precision));
            }
        }
    }

    private static byte[] encode(float[] values, Precision precision) {
        ByteBuffer buffer = ByteBuffer.allocate(values.length * precision.bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (precision == Precision.F32) {
            buffer.asFloatBuffer().put(values);
        } else {
            for (float value : values) {
                buffer.putShort(Float16.fromFloat(value));
            }
        }
        return buffer.array();
    }

    /**
     * Reads a file.
     *
     * @throws IOException if it cannot be read or is not a safetensors file of F32 and F16 tensors; the message names the
     *     file, what was expected and what was found
     */
    public static Contents read(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.remaining() < 8) {
            throw new IOException(file + ": expected a safetensors file, found " + bytes.remaining() + " bytes");
        }
        long length = bytes.getLong();
        if (length < 2 || length > MAX_HEADER || length > bytes.remaining()) {
            throw new IOException(file + ": expected a header of at most " + Math.min(MAX_HEADER, bytes.remaining())
                    + " bytes, found " + length);
        }
        byte[] json = new byte[(int) length];
        bytes.get(json);
        ByteBuffer data = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
        try {
            return contents(file, JSON.readTree(json), data);
        } catch (JsonProcessingException e) {
            throw new IOException(file + ": expected a JSON header, found " + e.getOriginalMessage(), e);
        }
    }

    private static Contents contents(Path file, JsonNode header, ByteBuffer data) throws IOException {
        List<Tensor> tensors = new ArrayList<>();
        Map<String, String> metadata = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : header.properties()) {
            if (entry.getKey().equals("__metadata__")) {
                entry.getValue()
                        .properties()
                        .forEach(m -> metadata.put(m.getKey(), m.getValue().asText()));
            } else {
                tensors.add(tensor(file, entry.getKey(), entry.getValue(), data));
            }
        }
        return new Contents(tensors, metadata);
    }

    private static Tensor tensor(Path file, String name, JsonNode entry, ByteBuffer data) throws IOException {
        Precision precision = switch (entry.path("dtype").asText()) {
            case "F32" -> Precision.F32;
            case "F16" -> Precision.F16;
            default ->
                throw new IOException(
                        file + ": expected dtype F32 or F16 for " + name + ", found " + entry.path("dtype"));
        };
        JsonNode dimensions = entry.path("shape");
        long[] shape = new long[dimensions.size()];
        long size = 1;
        for (int i = 0; i < shape.length; i++) {
            shape[i] = dimensions.get(i).asLong(-1);
            if (shape[i] < 0 || (shape[i] > 0 && size > Integer.MAX_VALUE / shape[i])) {
                throw new IOException(file + ": expected dimensions of " + name + " of at least 0 and below 2^31"
                        + " values, found " + dimensions);
            }
            size *= shape[i];
        }
        long begin = entry.path("data_offsets").path(0).asLong(-1);
        long end = entry.path("data_offsets").path(1).asLong(-1);
        if (begin < 0 || end > data.limit() || end - begin != size * precision.bytes) {
            throw new IOException(file + ": expected " + size * precision.bytes + " bytes of " + name + " within "
                    + data.limit() + ", found offsets " + entry.path("data_offsets"));
        }
        return new Tensor(name, shape, decode(data, (int) begin, (int) size, precision));
    }

    private static float[] decode(ByteBuffer data, int begin, int size, Precision precision) {
        float[] values = new float[size];
        if (precision == Precision.F32) {
            data.duplicate()
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .position(begin)
                    .slice()
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(values);
        } else {
            short[] halves = new short[size]; // in bulk: reads one by one took longer than the conversion
            data.duplicate()
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .position(begin)
                    .slice()
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asShortBuffer()
                    .get(halves);
            for (int i = 0; i < size; i++) {
                values[i] = Float16.toFloat(halves[i]);
            }
        }
        return values;
    }
}
