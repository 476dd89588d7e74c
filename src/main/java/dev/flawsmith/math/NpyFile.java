package dev.flawsmith.math;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A NumPy array file of float32 or float64, two-dimensional, C order, little-endian (NEP 1; versions 1 to 3), read in
 * blocks from the disk. A float64 number that float32 cannot hold within its range is refused; it is rounded otherwise.
 * The libraries that read this format take a file into memory whole. Close after use.
 */
public final class NpyFile implements FeatureRows, AutoCloseable {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int MAX_HEADER = 1 << 16;
    private static final int BUFFER_BYTES = 1 << 20;
    /** A thread's: direct, so that the system reads into it and not into a copy. */
    private static final ThreadLocal<ByteBuffer> BUFFER = ThreadLocal.withInitial(() -> direct(BUFFER_BYTES));

    private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*'([^']*)'");
    private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([^)]*)\\)");

    private final String name;
    private final FileChannel channel;
    private final long dataStart;
    private final int rows;
    private final int columns;
    private final int width;

    private NpyFile(String name, FileChannel channel) throws IOException {
        this.name = name;
        this.channel = channel;
        ByteBuffer start = bytes(0, 12, "a NumPy file's header");
        byte[] magic = new byte[MAGIC.length];
        start.get(magic);
        if (!Arrays.equals(magic, MAGIC)) {
            throw expected("a NumPy array file (.npy)", "other content");
        }
        int major = start.get();
        start.get();
        if (major < 1 || major > 3) {
            throw expected("version 1 to 3 of the .npy format", "version " + major);
        }
        int length = major == 1 ? start.getShort() & 0xffff : start.getInt();
        int prefix = major == 1 ? 10 : 12;
        if (length < 0 || length > MAX_HEADER) {
            throw expected("a header of at most " + MAX_HEADER + " bytes", Integer.toUnsignedString(length));
        }
        ByteBuffer text = bytes(prefix, length, "a NumPy file's header");
        String header = StandardCharsets.UTF_8.decode(text).toString();
        width = width(field(DESCR, header, "descr"));
        if (field(ORDER, header, "fortran_order").equals("True")) {
            throw expected("C order (numpy.ascontiguousarray)", "Fortran order");
        }
        String shape = field(SHAPE, header, "shape");
        int[] sizes = sizes(shape);
        rows = sizes[0];
        columns = sizes[1];
        dataStart = (long) prefix + length;
        long needed = dataStart + (long) rows * columns * width;
        if (channel.size() != needed) {
            throw expected(needed + " bytes for the shape (" + shape + ")", channel.size() + " bytes");
        }
    }

    /**
     * Opens a file.
     *
     * @throws FeatureException if it is missing, damaged, or not an array as described
     */
    public static NpyFile open(Path path) {
        FileChannel channel;
        try {
            channel = FileChannel.open(path, StandardOpenOption.READ);
        } catch (IOException e) {
            throw new FeatureException(path + ": expected a NumPy array file that can be read, found " + e, e);
        }
        try {
            return new NpyFile(path.toString(), channel);
        } catch (IOException | RuntimeException e) {
            try {
                channel.close();
            } catch (IOException closing) {
                e.addSuppressed(closing);
            }
            throw e instanceof FeatureException known ? known : new FeatureException(path + ": " + e, e);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int columns() {
        return columns;
    }

    @Override
    public void read(int from, int count, FloatBuffer target) {
        Objects.checkFromIndexSize(from, count, rows);
        int rowsAtOnce = Math.max(1, BUFFER_BYTES / (columns * width));
        for (int row = from; row < from + count; row += rowsAtOnce) {
            int some = Math.min(rowsAtOnce, from + count - row);
            int numbers = some * columns;
            if (target.hasArray()) {
                int offset = target.arrayOffset() + target.position();
                Objects.checkFromIndexSize(target.position(), numbers, target.limit());
                decode(row, some, target.array(), offset);
                target.position(target.position() + numbers);
            } else {
                float[] values = new float[numbers];
                decode(row, some, values, 0);
                target.put(values);
            }
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new FeatureException(name + ": closing failed: " + e, e);
        }
    }

    private void decode(int row, int count, float[] values, int offset) {
        ByteBuffer bytes = BUFFER.get();
        int length = count * columns * width;
        if (bytes.capacity() < length) { // a row of more than the buffer
            bytes = direct(length);
        }
        bytes.clear().limit(length);
        try {
            fill(bytes, dataStart + (long) row * columns * width, "its rows");
        } catch (IOException e) {
            throw new FeatureException(name + ": expected to read row " + row + ", found " + e, e);
        }
        if (width == Float.BYTES) {
            bytes.asFloatBuffer().get(values, offset, count * columns);
        } else {
            for (int i = 0; i < count * columns; i++) {
                values[offset + i] = (float) bytes.getDouble();
            }
        }
        MemoryRows.requireFinite(name, values, offset, count * columns, row, columns);
    }

    private static ByteBuffer direct(int length) {
        return ByteBuffer.allocateDirect(length).order(ByteOrder.LITTLE_ENDIAN);
    }

    private ByteBuffer bytes(long position, int length, String what) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        fill(buffer, position, what);
        return buffer;
    }

    private void fill(ByteBuffer buffer, long position, String what) throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw expected(what, "the end of the file after " + channel.size() + " bytes");
            }
        }
        buffer.flip();
    }

    private int width(String descr) {
        return switch (descr) {
            case "<f4" -> Float.BYTES;
            case "<f8" -> Double.BYTES;
            default -> throw expected("float32 or float64, little-endian ('<f4', '<f8')", "'" + descr + "'");
        };
    }

    private String field(Pattern pattern, String header, String key) {
        Matcher matcher = pattern.matcher(header);
        if (!matcher.find()) {
            throw expected("'" + key + "' in the header", header.strip());
        }
        return matcher.group(1);
    }

    private int[] sizes(String shape) {
        String[] parts = shape.split(",", -1);
        if (parts.length != 2
                || !parts[0].strip().matches("\\d{1,9}")
                || !parts[1].strip().matches("\\d{1,9}")) {
            throw expected("two dimensions, (images, features)", "(" + shape + ")");
        }
        int[] sizes = {Integer.parseInt(parts[0].strip()), Integer.parseInt(parts[1].strip())};
        if (sizes[0] == 0 || sizes[1] == 0) {
            throw expected("at least one row of at least one number", "(" + shape + ")");
        }
        return sizes;
    }

    private FeatureException expected(String expected, String found) {
        return new FeatureException(name + ": expected " + expected + ", found " + found);
    }
}
