package dev.flawsmith.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/** Sends one request after the other, of all kinds: good ones, wrong ones, and ones that it leaves alone halfway. */
final class LoadClient {
    private static final Duration TIME_LIMIT = Duration.ofMinutes(2);
    private static final int LEFT = 0;
    private static final List<String> WRONG = List.of(
            "{", "[]", "{\"class\": \"no_such_class\"}", "{\"class\": 1}", "{\"n\": 1e999}", "{\"model\": \"nobody\"}");

    private final HttpClient http;
    private final URI base;
    private final List<String> bodies;
    private final SplittableRandom random;

    /** @param bodies of requests that are right */
    LoadClient(HttpClient http, URI base, List<String> bodies, long seed) {
        this.http = http;
        this.base = base;
        this.bodies = bodies;
        this.random = new SplittableRandom(seed);
    }

    /**
     * What came of a request.
     *
     * @param status 0 where the client left
     * @param expected whether a server that works as designed may answer so
     */
    record Reply(int status, boolean expected) {
        boolean serverError() {
            return status >= 500 && status != 503 && status != 504;
        }
    }

    /**
     * One request.
     *
     * @throws IOException if the server broke the connection
     */
    Reply send() throws IOException, InterruptedException {
        int kind = random.nextInt(10);
        if (kind < 6) {
            String accept = random.nextBoolean()
                    ? "image/png"
                    : random.nextBoolean() ? "application/json" : "text/event-stream";
            int status = post(bodies.get(random.nextInt(bodies.size())), accept);
            return new Reply(status, status == 200 || status == 429 || status == 503 || status == 504);
        }
        if (kind < 8) {
            int status = post(WRONG.get(random.nextInt(WRONG.size())), "application/json");
            return new Reply(status, status == 400 || status == 404 || status == 429);
        }
        leave(kind == 8);
        return new Reply(LEFT, true);
    }

    private int post(String body, String accept) throws IOException, InterruptedException {
        return http.send(
                        HttpRequest.newBuilder(base.resolve("/v1/images"))
                                .header("Content-Type", "application/json")
                                .header("Accept", accept)
                                .timeout(TIME_LIMIT)
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofByteArray())
                .statusCode();
    }

    /** Asks and goes: in the middle of the body, or as soon as the first byte of the answer is there. */
    private void leave(boolean halfway) throws IOException {
        byte[] body = bodies.get(random.nextInt(bodies.size())).getBytes(StandardCharsets.UTF_8);
        String head = "POST /v1/images HTTP/1.1\r\nHost: " + base.getAuthority()
                + "\r\nContent-Type: application/json\r\nAccept: text/event-stream\r\nContent-Length: " + body.length
                + "\r\n\r\n";
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            socket.setSoTimeout((int) TIME_LIMIT.toMillis());
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(body, 0, halfway ? body.length / 2 : body.length);
            socket.getOutputStream().flush();
            InputStream in = socket.getInputStream();
            if (!halfway && in.read() < 0) {
                throw new IOException("expected an answer, found the connection closed");
            }
        }
    }
}
