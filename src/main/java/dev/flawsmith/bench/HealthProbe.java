package dev.flawsmith.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Asks {@code /healthz} over one connection of its own, on the calling thread: a client that shares its threads with two
 * hundred connections would time itself. One thread.
 */
final class HealthProbe implements AutoCloseable {
    private static final int TIME_LIMIT_MILLIS = 30_000;

    private final URI base;
    private final Socket socket;
    private final BufferedReader in;

    HealthProbe(URI base) throws IOException {
        this.base = base;
        this.socket = new Socket(base.getHost(), base.getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIME_LIMIT_MILLIS);
        this.in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    }

    /**
     * Milliseconds until the whole answer is there.
     *
     * @throws BenchException if it is not 200
     */
    double millis() throws IOException {
        long start = System.nanoTime();
        String request = "GET /healthz HTTP/1.1\r\nHost: " + base.getAuthority() + "\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
        String status = in.readLine();
        if (status == null || !status.startsWith("HTTP/1.1 200")) {
            throw new BenchException(null, "expected /healthz to answer 200, found " + status, null);
        }
        int length = 0;
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
            }
        }
        for (int i = 0; i < length; i++) {
            if (in.read() < 0) {
                throw new IOException("expected " + length + " bytes, found the connection closed");
            }
        }
        return (System.nanoTime() - start) / 1e6;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
