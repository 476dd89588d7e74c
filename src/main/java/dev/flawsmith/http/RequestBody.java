package dev.flawsmith.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeoutException;

/** Reads a request body, JSON or other text, within a limit, whatever {@code Content-Length} claims. */
final class RequestBody {
    /** How much and how long of a body that is too long is read only to be thrown away; see {@link #discard}. */
    private static final long MAX_DISCARDED_BYTES = 256L << 20;

    private static final Duration MAX_DISCARD_TIME = Duration.ofSeconds(5);

    private static final String JSON = "application/json";

    private final int maxBytes;

    RequestBody(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * The whole body.
     *
     * @throws ApiException 415 for anything but plain JSON in UTF-8, 413 for more than the limit
     */
    byte[] read(HttpServletRequest request) throws IOException {
        return read(request, List.of(JSON));
    }

    /**
     * The whole body, of one of a few media types.
     *
     * @param mediaTypes in lower case
     * @throws ApiException 415 for any other or another encoding than UTF-8, 413 for more than the limit
     */
    byte[] read(HttpServletRequest request, List<String> mediaTypes) throws IOException {
        require(request, mediaTypes);
        if (request.getContentLengthLong() > maxBytes) {
            discard(request);
            throw tooLarge(request.getContentLengthLong() + " bytes");
        }
        byte[] body = request.getInputStream().readNBytes(maxBytes + 1);
        if (body.length > maxBytes) {
            discard(request);
            throw tooLarge("more");
        }
        return body;
    }

    /**
     * Refuses a charset that Java does not know, at which Jetty's own reading of {@code Content-Type} fails.
     *
     * @throws ApiException 415
     */
    static void requireKnownCharset(HttpServletRequest request) {
        try {
            String unused = request.getContentType();
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new ApiException(
                    415,
                    "unsupported_media_type",
                    "expected a Content-Type in UTF-8, found " + FieldReader.quote(request.getHeader("Content-Type")));
        }
    }

    /**
     * Why a body could not be read to its end, as an error to answer with: the client stopped, was too slow, or does not
     * keep to the protocol.
     */
    static ApiException broken(IOException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TimeoutException) {
                return new ApiException(
                        408, "request_timeout", "expected the request's body in time, found the client silent");
            }
        }
        return new ApiException(
                400,
                "incomplete_body",
                "expected the whole body as its headers announce it, found it cut short or damaged");
    }

    /** The media type that a request names for its body, in lower case; empty where it names none. */
    static String mediaType(HttpServletRequest request) {
        String contentType = request.getContentType();
        return contentType == null
                ? ""
                : contentType.toLowerCase(Locale.ROOT).split(";", -1)[0].strip();
    }

    private static void require(HttpServletRequest request, List<String> mediaTypes) {
        String contentType = request.getContentType();
        if (contentType == null || !mediaTypes.contains(mediaType(request)) || !isUtf8(contentType)) {
            throw new ApiException(
                    415,
                    "unsupported_media_type",
                    "expected Content-Type: " + String.join(" or ", mediaTypes) + " in UTF-8, found "
                            + (contentType == null ? "no Content-Type" : contentType));
        }
        requireNoEncoding(request);
    }

    /**
     * Refuses a body that is packed for the way.
     *
     * @throws ApiException 415
     */
    static void requireNoEncoding(HttpServletRequest request) {
        String encoding = request.getHeader("Content-Encoding");
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw new ApiException(415, "unsupported_media_type", "expected no Content-Encoding, found " + encoding);
        }
    }

    private static boolean isUtf8(String contentType) {
        String[] parts = contentType.toLowerCase(Locale.ROOT).split(";", -1);
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip().replace("\"", "");
            if (parameter.startsWith("charset=") && !parameter.equals("charset=utf-8")) {
                return false;
            }
        }
        return true;
    }

    /**
     * Swallows what is still coming, within limits: a client that writes its whole body before it reads would see a broken
     * connection instead of the 413. One that asked first ({@code Expect: 100-continue}) has not begun to send.
     */
    static void discard(HttpServletRequest request) throws IOException {
        if (request.getHeader("Expect") != null) {
            return;
        }
        long end = System.nanoTime() + MAX_DISCARD_TIME.toNanos();
        byte[] buffer = new byte[1 << 16];
        InputStream in = request.getInputStream();
        long discarded = 0;
        while (discarded < MAX_DISCARDED_BYTES && System.nanoTime() < end) {
            int read = in.read(buffer);
            if (read < 0) {
                return;
            }
            discarded += read;
        }
    }

    private ApiException tooLarge(String found) {
        return new ApiException(
                413, "body_too_large", "expected a body of at most " + maxBytes + " bytes, found " + found);
    }
}
