package dev.flawsmith.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.flawsmith.synthesis.FieldError;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.io.Content;

/**
 * A {@code multipart/form-data} body (RFC 7578) of texts and small files, read into memory within limits, whatever
 * {@code Content-Length} claims. A name that ends in {@code []} is that of a list, as OpenAI's clients write them, and
 * may come again; any other comes once.
 */
public final class FormBody {
    /** Longest body, in bytes. */
    public static final int MOST_BYTES = 16 << 20;
    /** Most parts. */
    public static final int MOST_PARTS = 64;
    /** Longest text, in bytes. */
    static final int LONGEST_TEXT = 1 << 16;

    private static final int LONGEST_HEADERS = 8192;
    private static final int BUFFER_BYTES = 1 << 16;
    private static final String LIST = "[]";

    /** A number of JSON, or with zeros before it, of a length that is quickly read. */
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,400}(\\.\\d{1,400})?([eE][+-]?\\d{1,9})?");

    private final Map<String, List<Part>> parts;

    private FormBody(Map<String, List<Part>> parts) {
        this.parts = parts;
    }

    /**
     * What came under a name.
     *
     * @param named whether with a file's name, too
     */
    @SuppressWarnings("ArrayRecordComponent") // a hand-over, never compared
    record Part(byte[] content, boolean named) {}

    /**
     * Reads all of it.
     *
     * @throws ApiException 415 for another media type or an encoding, 413 for more bytes than are taken, 400 for what
     *     is no such body, has too many parts or a field twice
     * @throws IOException if the client breaks off
     */
    static FormBody read(HttpServletRequest request) throws IOException {
        if (!UploadBody.isOne(request)) {
            String type = request.getContentType();
            throw new ApiException(
                    415,
                    "unsupported_media_type",
                    "expected Content-Type: multipart/form-data, found "
                            + (type == null ? "no Content-Type" : FieldReader.shorten(type)));
        }
        RequestBody.requireNoEncoding(request);
        try {
            return new FormBody(parts(request));
        } catch (ApiException e) {
            RequestBody.discard(request);
            throw e;
        }
    }

    private static Map<String, List<Part>> parts(HttpServletRequest request) throws IOException {
        long announced = request.getContentLengthLong();
        if (announced > MOST_BYTES) {
            throw tooLarge(announced + " bytes");
        }
        FormParts parts = new FormParts();
        MultiPart.Parser parser = new MultiPart.Parser(UploadBody.boundary(request.getContentType()), parts);
        parser.setPartHeadersMaxLength(LONGEST_HEADERS);
        InputStream in = request.getInputStream();
        byte[] buffer = new byte[BUFFER_BYTES];
        long total = 0;
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            total += read;
            if (total > MOST_BYTES) {
                throw tooLarge("more");
            }
            if (read > 0) {
                parser.parse(Content.Chunk.from(ByteBuffer.wrap(Arrays.copyOf(buffer, read)), false));
                parts.check();
            }
        }
        parser.parse(Content.Chunk.EOF);
        return parts.finish();
    }

    private static ApiException tooLarge(String found) {
        return new ApiException(
                413, "body_too_large", "expected a form of at most " + MOST_BYTES + " bytes, found " + found);
    }

    static boolean isList(String name) {
        return name.endsWith(LIST);
    }

    /** The refusal of a field that comes again. */
    static ApiException repeated(String field) {
        return refused(field, "expected one part of this name, found more");
    }

    /**
     * The form as the JSON object that it stands for: texts as strings, files as binary, lists as arrays under their
     * names without brackets.
     *
     * @param files whose parts are files, with a file's name or without one, for not every client gives one
     * @param numbers whose texts are numbers; one that is none stays a string, for a {@link FieldReader} to refuse
     * @param flags whose texts are true or false, likewise
     * @throws ApiException 400 if a text is not in UTF-8, or a field comes as a list and alone, too; 413 if a text is
     *     too long
     */
    public ObjectNode json(Set<String> files, Set<String> numbers, Set<String> flags) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        parts.forEach((name, all) -> {
            String field = isList(name) ? name.substring(0, name.length() - LIST.length()) : name;
            if (json.has(field)) {
                throw repeated(field);
            }
            ArrayNode values = JsonNodeFactory.instance.arrayNode();
            for (Part part : all) {
                boolean file = part.named() || files.contains(field);
                values.add(file ? BinaryNode.valueOf(part.content()) : value(field, text(field, part), numbers, flags));
            }
            json.set(field, isList(name) ? values : values.get(0));
        });
        return json;
    }

    private static JsonNode value(String field, String text, Set<String> numbers, Set<String> flags) {
        if (numbers.contains(field) && NUMBER.matcher(text).matches()) {
            return DecimalNode.valueOf(new BigDecimal(text));
        }
        if (flags.contains(field) && (text.equals("true") || text.equals("false"))) {
            return BooleanNode.valueOf(text.equals("true"));
        }
        return TextNode.valueOf(text);
    }

    private static String text(String field, Part part) {
        byte[] content = part.content();
        if (content.length > LONGEST_TEXT) {
            throw new ApiException(
                    413,
                    "body_too_large",
                    "expected at most " + LONGEST_TEXT + " bytes in a part that is no file, found " + content.length);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException e) {
            throw refused(field, "expected text in UTF-8, found other bytes");
        }
    }

    private static ApiException refused(String name, String message) {
        String field = FieldReader.shorten(name);
        return new ApiException(
                400, "invalid_multipart", field + ": " + message, List.of(new FieldError(field, message)));
    }
}
