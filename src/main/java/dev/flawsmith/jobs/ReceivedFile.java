package dev.flawsmith.jobs;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A file as it comes in: its bytes counted and hashed on the way to the disk. One thread. */
final class ReceivedFile {
    private final Path path;
    private final MessageDigest digest = sha256Digest();
    private long bytes;

    ReceivedFile(Path path) {
        this.path = path;
    }

    private static MessageDigest sha256Digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Where its bytes go; once. */
    OutputStream open() throws IOException {
        OutputStream disk = Files.newOutputStream(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        return new FilterOutputStream(new BufferedOutputStream(disk, 1 << 16)) {
            @Override
            public void write(int value) throws IOException {
                write(new byte[] {(byte) value}, 0, 1);
            }

            @Override
            public void write(byte[] from, int offset, int length) throws IOException {
                out.write(from, offset, length);
                digest.update(from, offset, length);
                bytes += length;
            }
        };
    }

    Path path() {
        return path;
    }

    long bytes() {
        return bytes;
    }

    /** Of everything, once it is closed; asked once. */
    String sha256() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
