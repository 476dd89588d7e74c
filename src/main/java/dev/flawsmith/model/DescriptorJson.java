package dev.flawsmith.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How descriptors of what comes from elsewhere are read: nothing is guessed, nothing is said twice, nothing goes unread. */
final class DescriptorJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .build();

    private DescriptorJson() {}

    /**
     * Reads a folder's descriptor.
     *
     * @param name of the file
     * @param what it describes, with its article: {@code a denoiser}
     * @param check finds all that is wrong in it
     * @throws ModelPackageException if there is none, it is no JSON of these fields, or values are wrong: then all of them
     *     are named
     */
    static <D> D read(Path folder, String name, String what, Class<D> type, Function<D, List<String>> check) {
        Path file = folder.resolve(name);
        if (!Files.isRegularFile(file)) {
            throw new ModelPackageException(folder + ": expected " + what + "'s folder with " + name + ", found none");
        }
        D descriptor;
        try {
            descriptor = MAPPER.readValue(Files.readString(file), type);
        } catch (JsonProcessingException e) {
            throw new ModelPackageException(
                    file + ": " + place(e) + "expected " + what + "'s descriptor, found: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new ModelPackageException(file + ": expected a readable file, found " + e, e);
        }
        List<String> problems =
                descriptor == null ? List.of("expected an object, found null") : check.apply(descriptor);
        if (!problems.isEmpty()) {
            throw new ModelPackageException(file + ": " + String.join("; ", problems));
        }
        return descriptor;
    }

    /** A descriptor's JSON. */
    static String text(Object descriptor) {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(descriptor) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of texts and numbers can be written", e);
        }
    }

    /** Which field it is that cannot be read, with a colon behind it; nothing where that is not known. */
    private static String place(JsonProcessingException e) {
        return e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()
                ? mapping.getPath().stream()
                                .map(at -> at.getFieldName() == null ? "[" + at.getIndex() + "]" : at.getFieldName())
                                .collect(Collectors.joining("."))
                        + ": "
                : "";
    }
}
