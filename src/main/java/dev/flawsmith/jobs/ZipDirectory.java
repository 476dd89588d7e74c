package dev.flawsmith.jobs;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.zip.ZipException;

/**
 * Counts a zip file's entries without holding them (APPNOTE 4.3.12 to 4.3.16): a library that opens it holds them all, and a file of
 * 2 GiB may have forty million. What does not end with its own directory, exactly, is no zip file here.
 */
final class ZipDirectory {
    private static final int END = 0x06054b50;
    private static final int END_BYTES = 22;
    private static final int LONGEST_COMMENT = 0xffff;
    private static final int END64 = 0x06064b50;
    private static final int END64_BYTES = 56;
    private static final int LOCATOR64 = 0x07064b50;
    private static final int LOCATOR64_BYTES = 20;
    private static final int HEADER = 0x02014b50;
    private static final int HEADER_BYTES = 46;
    private static final long LONGEST = 64L << 20;

    private ZipDirectory() {}

    /**
     * The number of entries, or {@code most} + 1 if there are more, or more of their names and comments than fit in memory well.
     *
     * @throws ZipException if it is no zip file
     */
    static int count(Path file, int most) throws IOException {
        return count(file, most, LONGEST);
    }

    static int count(Path file, int most, long longest) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            long end = end(channel);
            ByteBuffer record = read(channel, end, END_BYTES);
            long size = Integer.toUnsignedLong(record.getInt(12));
            long offset = Integer.toUnsignedLong(record.getInt(16));
            long after = end;
            if (end >= LOCATOR64_BYTES) {
                ByteBuffer locator = read(channel, end - LOCATOR64_BYTES, LOCATOR64_BYTES);
                if (locator.getInt(0) == LOCATOR64) {
                    after = locator.getLong(8);
                    ByteBuffer end64 = read(channel, after, END64_BYTES);
                    require(end64.getInt(0) == END64);
                    size = end64.getLong(40);
                    offset = end64.getLong(48);
                }
            }
            require(offset >= 0 && size >= 0 && offset <= after && size == after - offset);
            return size > longest ? most + 1 : walk(channel.position(offset), size, most);
        }
    }

    /** Where the end of the directory is: the last that looks like one, as libraries take it. */
    private static long end(FileChannel channel) throws IOException {
        long length = channel.size();
        require(length >= END_BYTES);
        int tail = (int) Math.min(length, END_BYTES + LONGEST_COMMENT);
        ByteBuffer bytes = read(channel, length - tail, tail);
        for (int at = tail - END_BYTES; at >= 0; at--) {
            if (bytes.getInt(at) == END) {
                return length - tail + at;
            }
        }
        throw new ZipException("no end of a directory");
    }

    private static int walk(FileChannel channel, long size, int most) throws IOException {
        @SuppressWarnings("resource") // the channel stays its opener's
        InputStream bytes = new BufferedInputStream(Channels.newInputStream(channel), 1 << 16);
        DataInputStream in = new DataInputStream(bytes);
        long left = size;
        int count = 0;
        while (left > 0 && count <= most) {
            require(left >= HEADER_BYTES);
            ByteBuffer header = ByteBuffer.wrap(in.readNBytes(HEADER_BYTES)).order(ByteOrder.LITTLE_ENDIAN);
            require(header.remaining() == HEADER_BYTES && header.getInt(0) == HEADER);
            int more = (header.getShort(28) & 0xffff) + (header.getShort(30) & 0xffff) + (header.getShort(32) & 0xffff);
            in.skipNBytes(more);
            left -= HEADER_BYTES + more;
            require(left >= 0);
            count++;
        }
        return count;
    }

    private static ByteBuffer read(FileChannel channel, long at, int length) throws IOException {
        require(at >= 0 && at + length <= channel.size());
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            require(channel.read(buffer, at + buffer.position()) > 0);
        }
        return buffer.flip();
    }

    private static void require(boolean whole) throws ZipException {
        if (!whole) {
            throw new ZipException("a directory that does not fit its file");
        }
    }
}
