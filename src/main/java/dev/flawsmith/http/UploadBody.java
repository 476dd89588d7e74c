package dev.flawsmith.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.flawsmith.jobs.JobException;
import dev.flawsmith.jobs.JobUpload;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;

/**
 * Reads a {@code multipart/form-data} body (RFC 7578) into an upload, part by part as it arrives: Jetty finds where parts begin and end,
 * files go straight to the disk, and memory holds one buffer and the few values. One request.
 */
final class UploadBody {
    private static final String MULTIPART = "multipart/form-data";
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int LONGEST_BOUNDARY = 200;
    private static final int MOST_PARTS = 16;
    private static final int LONGEST_HEADERS = 8192;

    private final JobUpload upload;

    UploadBody(JobUpload upload) {
        this.upload = upload;
    }

    static boolean isOne(HttpServletRequest request) {
        String type = request.getContentType();
        return type != null
                && type.split(";", -1)[0].strip().toLowerCase(Locale.ROOT).equals(MULTIPART);
    }

    /**
     * Reads all of it.
     *
     * @throws ApiException 400 for what is no such body, 413, 415, 503 if the disk fails
     * @throws JobException for parts that are not wanted, or more bytes than are taken
     * @throws IOException if the client breaks off
     */
    void read(HttpServletRequest request) throws IOException {
        RequestBody.requireNoEncoding(request);
        UploadParts parts = new UploadParts(upload);
        try {
            MultiPart.Parser parser = new MultiPart.Parser(boundary(request.getContentType()), parts);
            parser.setMaxParts(MOST_PARTS);
            parser.setPartHeadersMaxLength(LONGEST_HEADERS);
            if (request.getContentLengthLong() > 0) {
                upload.announce(request.getContentLengthLong());
            }
            feed(parser, parts, request.getInputStream());
        } catch (ApiException | JobException e) {
            RequestBody.discard(request);
            throw e;
        } finally {
            parts.close();
        }
    }

    private void feed(MultiPart.Parser parser, UploadParts parts, InputStream in) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            upload.count(read);
            if (read > 0) {
                parser.parse(Content.Chunk.from(ByteBuffer.wrap(Arrays.copyOf(buffer, read)), false));
                parts.check();
            }
        }
        parser.parse(Content.Chunk.EOF);
        parts.finish();
    }

    /**
     * What parts a form of this {@code Content-Type}.
     *
     * @throws ApiException 400 if it says none, or a long one
     */
    static String boundary(@Nullable String contentType) {
        String boundary = contentType == null ? null : MultiPart.extractBoundary(contentType);
        if (boundary == null || boundary.isEmpty() || boundary.length() > LONGEST_BOUNDARY) {
            throw new ApiException(
                    400,
                    "invalid_multipart",
                    "expected Content-Type: multipart/form-data with a boundary of 1 to " + LONGEST_BOUNDARY
                            + " characters, found another one");
        }
        return boundary;
    }

    /** A value as it would stand in a JSON body: an object where it looks like one, else text. */
    static JsonNode value(byte[] bytes) {
        for (byte each : bytes) {
            if (each == '{') {
                return Json.readObject(bytes);
            }
            if (!Character.isWhitespace(each)) {
                break;
            }
        }
        return TextNode.valueOf(new String(bytes, StandardCharsets.UTF_8));
    }
}
