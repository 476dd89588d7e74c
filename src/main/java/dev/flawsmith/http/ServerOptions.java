package dev.flawsmith.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;

/**
 * How the server listens and what it bears.
 *
 * @param host address to bind; the loopback address by default, so that nothing outside the machine is served unasked
 * @param port 0 to 65535; 0 takes any free port
 * @param maxBodyBytes longest request body, but for those that may hold pictures
 * @param maxRequests image requests held open at once, each on a thread of its own; one more gets 429
 * @param requestTimeout longest time for one image request, queueing included; then 504
 * @param idleTimeout how long a connection may be silent while the server waits for it
 * @param stopTimeout how long {@link FlawsmithServer#close()} waits for requests in flight
 * @param retryAfter what {@code Retry-After} says with 429 and 503; at least one second on the wire
 */
public record ServerOptions(
        String host,
        int port,
        int maxBodyBytes,
        int maxRequests,
        Duration requestTimeout,
        Duration idleTimeout,
        Duration stopTimeout,
        Duration retryAfter) {
    public ServerOptions {
        if (host.isBlank()) {
            throw new IllegalArgumentException("host: expected an address, found an empty one");
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port: expected 0 to 65535, found " + port);
        }
        requirePositive("maxBodyBytes", maxBodyBytes);
        requirePositive("maxRequests", maxRequests);
        requirePositive("requestTimeout in ms", requestTimeout.toMillis());
        requirePositive("idleTimeout in ms", idleTimeout.toMillis());
        requirePositive("stopTimeout in ms", stopTimeout.toMillis());
        requirePositive("retryAfter in ms", retryAfter.toMillis());
    }

    /** Loopback, port 8080, 1 MiB bodies, 64 requests at once, ten minutes a request, 30 s to stop. */
    public static ServerOptions defaults() {
        return new ServerOptions(
                "127.0.0.1",
                8080,
                1 << 20,
                64,
                Duration.ofMinutes(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                Duration.ofSeconds(2));
    }

    public ServerOptions withHost(String newHost) {
        return new ServerOptions(
                newHost, port, maxBodyBytes, maxRequests, requestTimeout, idleTimeout, stopTimeout, retryAfter);
    }

    public ServerOptions withPort(int newPort) {
        return new ServerOptions(
                host, newPort, maxBodyBytes, maxRequests, requestTimeout, idleTimeout, stopTimeout, retryAfter);
    }

    /** Whether the host is a name or address of the loopback interface; one that cannot be resolved is not. */
    public boolean isLoopback() {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static void requirePositive(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + ": expected at least 1, found " + value);
        }
    }
}
