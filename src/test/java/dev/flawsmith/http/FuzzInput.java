package dev.flawsmith.http;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.random.RandomGenerator;

/** Draws what a hostile client might send; the same random numbers give the same bytes. */
final class FuzzInput {
    private static final List<String> FIELDS = List.of(
            "model",
            "class",
            "prompt",
            "n",
            "seed",
            "steps",
            "sampler",
            "guidance_scale",
            "guidance_interval",
            "guidance_rescale",
            "guard",
            "format",
            "size",
            "response_format",
            "init_images",
            "init_image",
            "region",
            "spec");
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "[]",
            "{}",
            "\"\"",
            "0",
            "-1",
            "-0.0",
            "1e999999999",
            "1e-999999999",
            "-1e400",
            "NaN",
            "Infinity",
            "01",
            "+1",
            ".5",
            "1.",
            "0x10",
            "9223372036854775808",
            "1.5",
            "\"steel\"",
            "\"1\"",
            "[1, 2]",
            "[null]",
            "{\"a\": 1}",
            "\"\\ud800\"",
            "\"\\u0000\"",
            "\"\u202e\u0301\ufeff\"",
            "\"\\x\"",
            "'x'",
            "\"../../etc/passwd\"",
            "\"${jndi:ldap://x}\"",
            "\"; DROP TABLE jobs --\"",
            "\"<script>\"",
            "[[[[]]]]");
    private static final List<String> PATHS = List.of(
            "/",
            "//",
            "/v1",
            "/v1/",
            "/v1/images/",
            "/v1//images",
            "/V1/IMAGES",
            "/v1/images/../models",
            "/v1/%2e%2e/healthz",
            "/page/..%2f..%2fetc/passwd",
            "/page/%2e%2e/%2e%2e/pom.xml",
            "/page/app.js/..;/x",
            "/v1/models;x=1",
            "/%00",
            "/page/%00app.js",
            "/v1/images%0d%0aX-Injected:%201",
            "/%c0%ae%c0%ae/",
            "/v1/images?x=%zz",
            "/%",
            "/page/..\\..\\windows",
            "/?" + "a".repeat(9000),
            "/v1/jobs/%ff",
            "*",
            "http://evil.example/v1/models",
            "/.git/config",
            "/page/",
            "/docs/../v1/models",
            "/\u00e4\u00f6",
            "/v1/models#x");
    private static final List<String> METHODS = List.of(
            "GET",
            "POST",
            "PUT",
            "DELETE",
            "PATCH",
            "HEAD",
            "OPTIONS",
            "TRACE",
            "CONNECT",
            "PROPFIND",
            "QUERY",
            "get",
            "G\u00e4T",
            "",
            "X".repeat(300),
            "POST\t",
            "BEFORE",
            "AFTER");
    private static final List<String> HEADERS = List.of(
            "Content-Length: -1",
            "Content-Length: 5\r\nContent-Length: 6",
            "Content-Length: 99999999999999999999",
            "Content-Length: +2",
            "Content-Length: 2 ",
            "Content-Length: 0x2",
            "Transfer-Encoding: chunked\r\nContent-Length: 4",
            "Transfer-Encoding: gzip",
            "Transfer-Encoding: chunked, chunked",
            "Transfer-Encoding: identity",
            "Expect: 200-maybe",
            "Expect: 100-continue",
            "X: " + "y".repeat(20_000),
            "A\u0000B: c",
            "X-Request-Id: a\rX-Injected: 1",
            "X-Request-Id: a\nX-Injected: 1",
            "X-Request-Id: " + "i".repeat(300),
            " folded: 1",
            "No colon here",
            ": empty",
            "Host: evil.example",
            "Host: localhost\r\nHost: localhost",
            "Host: local host",
            "Accept: \u0000",
            "Accept: */*;q=a",
            "Accept: text/html",
            "Accept: " + ",".repeat(3000),
            "Content-Type: text/plain",
            "Content-Type: application/json; charset=utf-7",
            "Content-Type: multipart/form-data",
            "Content-Encoding: gzip",
            "Connection: upgrade\r\nUpgrade: websocket",
            "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAAA",
            "Origin: https://evil.example",
            "Authorization: Bearer \u00e4",
            "Authorization: Basic eDp5",
            "Cookie: a=\u0001",
            "Range: bytes=0-",
            "If-None-Match: *",
            "Forwarded: for=evil",
            "X-HTTP-Method-Override: DELETE",
            "TE: trailers, deflate;q=x");
    private static final String VALID = "{\"model\": \"steel\", \"class\": \"surface_scratch\", \"n\": 1, \"seed\": 7}";

    private final RandomGenerator random;

    FuzzInput(RandomGenerator random) {
        this.random = random;
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    String path() {
        return one(PATHS);
    }

    String method() {
        return one(METHODS);
    }

    String header() {
        return one(HEADERS);
    }

    /** A body that is not JSON, or not what any route takes, as a rule. */
    byte[] body() {
        return switch (random.nextInt(8)) {
            case 0 -> mutated(VALID.getBytes(StandardCharsets.UTF_8));
            case 1 -> text(object());
            case 2 -> text(nested());
            case 3 -> text("{\"n\": " + "9".repeat(1 + random.nextInt(3000)) + "}");
            case 4 -> text(VALID.substring(0, random.nextInt(VALID.length())));
            case 5 -> noise();
            case 6 -> VALID.getBytes(random.nextBoolean() ? StandardCharsets.UTF_16 : StandardCharsets.UTF_16LE);
            default -> text(VALID + one(List.of("x", VALID, "]", "\u0000", ",")));
        };
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private String object() {
        StringBuilder json = new StringBuilder("{");
        int fields = 1 + random.nextInt(6);
        for (int i = 0; i < fields; i++) {
            json.append(i == 0 ? "" : ", ")
                    .append('"')
                    .append(one(FIELDS))
                    .append("\": ")
                    .append(one(VALUES));
        }
        return json.append('}').toString();
    }

    private String nested() {
        int depth = 1 + random.nextInt(5000);
        return random.nextBoolean()
                ? "[".repeat(depth) + (random.nextBoolean() ? "]".repeat(depth) : "")
                : "{\"class\":".repeat(depth) + "1" + "}".repeat(depth);
    }

    private byte[] noise() {
        byte[] bytes = new byte[random.nextInt(200)];
        random.nextBytes(bytes);
        return bytes;
    }

    private byte[] mutated(byte[] bytes) {
        byte[] mutated = bytes.clone();
        for (int i = 0; i <= random.nextInt(3); i++) {
            mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
        }
        return mutated;
    }
}
