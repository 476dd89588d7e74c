package dev.flawsmith.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Locale;

/**
 * An answer as it came over the wire, after a request that closes its connection.
 *
 * @param status 0 where the server closed the connection without a word
 * @param head status line and headers
 */
record RawAnswer(int status, String head, String body) {
    /** Reads the last answer of what the server said, past a 100 (Continue). */
    static RawAnswer parse(String all) {
        String text = all;
        while (text.startsWith("HTTP/1.1 100 ")) {
            text = text.substring(text.indexOf("\r\n\r\n") + 4);
        }
        if (text.isEmpty()) {
            return new RawAnswer(0, "", "");
        }
        int end = text.indexOf("\r\n\r\n");
        if (end < 0 || !text.matches("(?s)HTTP/1\\.1 [0-9]{3} .*")) {
            throw new AssertionError("expected an answer of HTTP/1.1, found " + text);
        }
        String head = text.substring(0, end);
        String rest = text.substring(end + 4);
        boolean chunked = head.toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked");
        return new RawAnswer(Integer.parseInt(head.substring(9, 12)), head, chunked ? join(rest) : rest);
    }

    private static String join(String chunks) {
        StringBuilder body = new StringBuilder();
        String rest = chunks;
        while (true) {
            int line = rest.indexOf("\r\n");
            int length = line < 0 ? 0 : Integer.parseInt(rest.substring(0, line), 16);
            if (length == 0) {
                return body.toString();
            }
            body.append(
                    rest,
                    line + 2,
                    Math.min(rest.length(), line + 2 + length)); // bytes and characters are one in ASCII
            rest = rest.substring(Math.min(rest.length(), line + 4 + length));
        }
    }

    /** Whether this is an error as AUTOMATIC1111's clients know it. */
    boolean isDialectsError() throws IOException {
        JsonNode error = TestClient.json(body);
        return error.path("error").isTextual()
                && error.has("detail")
                && error.has("body")
                && error.path("errors").isTextual()
                && !body.contains("\tat ");
    }

    /** Fails unless this is an error of the common form, its status the answer's. */
    void requireErrorObject() throws IOException {
        JsonNode error;
        try {
            error = TestClient.json(body).path("error");
        } catch (IOException e) {
            throw new AssertionError("expected the error object with " + head + ", found " + body, e);
        }
        boolean whole = !error.path("message").asText().isEmpty()
                && !error.path("code").asText().isEmpty()
                && !error.path("type").asText().isEmpty()
                && error.has("param")
                && error.path("status").asInt() == status
                && !error.path("request_id").asText().isEmpty();
        if (!whole || body.contains("\tat ") || body.contains("Exception")) {
            throw new AssertionError("expected the error object of status " + status + ", found " + body);
        }
    }
}
