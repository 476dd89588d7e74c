package dev.flawsmith.model.onnx;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flawsmith.model.ModelPackageException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * CLIP's byte-pair tokenizer, from a folder with {@code tokenizer.json} or, as older pipelines have it, with {@code vocab.json} and
 * {@code merges.txt} alone. Thread-safe.
 */
final class ClipTokenizer implements AutoCloseable {
    private static final String WHOLE = "tokenizer.json";
    private static final String SPECIAL = "special_tokens_map.json";
    private static final String PAD = "pad_token";
    private static final String CONFIG = "tokenizer_config.json";
    private static final String VOCABULARY = "vocab.json";
    private static final String MERGES = "merges.txt";

    private static final String START = "<|startoftext|>";
    private static final String END = "<|endoftext|>";
    /** Words, single digits and runs of other signs (Radford et al. 2021, the published tokenizer). */
    private static final String PIECES =
            "<\\|startoftext\\|>|<\\|endoftext\\|>|'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|" + "[^\\s\\p{L}\\p{N}]+";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** At the ends of every text. */
    private static final int MARKS = 2;

    private final HuggingFaceTokenizer tokenizer;
    private final int length;
    private final long padding;

    /**
     * Reads a folder.
     *
     * @throws ModelPackageException if a file is missing or is not what it should be; the message names it
     */
    ClipTokenizer(Path folder) {
        JsonNode config = json(folder.resolve(CONFIG));
        String pad = pad(folder, config);
        JsonNode whole =
                Files.isRegularFile(folder.resolve(WHOLE)) ? json(folder.resolve(WHOLE)) : assembled(folder, pad);
        length = config.path("model_max_length").isInt()
                ? config.path("model_max_length").asInt()
                : 0;
        if (length < 3) {
            throw new ModelPackageException(folder.resolve(CONFIG)
                    + ": expected a whole model_max_length of at least 3, found " + config.path("model_max_length"));
        }
        padding = number(whole, pad, folder);
        try {
            tokenizer = HuggingFaceTokenizer.newInstance(
                    new ByteArrayInputStream(JSON.writeValueAsBytes(whole)),
                    Map.of("truncation", "false", "padding", "false", "modelMaxLength", "1000000"));
        } catch (IOException | RuntimeException e) {
            throw new ModelPackageException(folder + ": expected a tokenizer, found: " + e.getMessage(), e);
        }
    }

    /** Tokens of a text, its two marks included, without padding. */
    long[] tokens(String text) {
        return tokenizer.encode(text).getIds();
    }

    /** Most tokens of a text. */
    int length() {
        return length;
    }

    /** How far a text is read, where that is not to its end. */
    Optional<String> overrun(String text) {
        int found = tokens(text).length;
        return found <= length
                ? Optional.empty()
                : Optional.of("read to its token " + (length - MARKS) + " of " + (found - MARKS)
                        + ", for the text encoder takes " + length + " with the two marks at the ends");
    }

    /** What the text encoder reads: {@code [length]}, padded; of a longer text its first tokens between the two marks. */
    long[] padded(String text) {
        long[] tokens = tokens(text);
        if (tokens.length > length) {
            long[] cut = Arrays.copyOf(tokens, length);
            cut[length - 1] = tokens[tokens.length - 1];
            return cut;
        }
        long[] padded = Arrays.copyOf(tokens, length);
        Arrays.fill(padded, tokens.length, length, padding);
        return padded;
    }

    /**
     * The token that fills a text up. As transformers has it: {@code special_tokens_map.json}, where it is there and the config
     * is of a form that does not know added tokens, and else the config (Stable Diffusion 2 pads with {@code !}).
     */
    private static String pad(Path folder, JsonNode config) {
        Path map = folder.resolve(SPECIAL);
        JsonNode older = Files.isRegularFile(map) && !config.has("added_tokens_decoder") ? json(map) : null;
        JsonNode pad = older != null && older.has(PAD) ? older.path(PAD) : config.path(PAD);
        return pad.isObject() ? pad.path("content").asText() : pad.asText();
    }

    private static long number(JsonNode tokenizer, String token, Path folder) {
        for (JsonNode added : tokenizer.path("added_tokens")) {
            if (added.path("content").asText().equals(token)) {
                return added.path("id").asLong();
            }
        }
        JsonNode number = tokenizer.path("model").path("vocab").path(token);
        if (!number.isIntegralNumber()) {
            throw new ModelPackageException(folder.resolve(CONFIG) + ": expected a pad_token of the vocabulary, found "
                    + (token.isEmpty() ? "none" : token));
        }
        return number.asLong();
    }

    private static JsonNode assembled(Path folder, String pad) {
        JsonNode vocabulary = json(folder.resolve(VOCABULARY));
        ObjectNode whole = JSON.createObjectNode().put("version", "1.0");
        whole.putNull("truncation").putNull("padding");
        long start = vocabulary.path(START).asLong(-1);
        long end = vocabulary.path(END).asLong(-1);
        if (start < 0 || end < 0) {
            throw new ModelPackageException(folder.resolve(VOCABULARY) + ": expected " + START + " and " + END
                    + " among the tokens, found not both");
        }
        ArrayNode added = whole.putArray("added_tokens");
        for (String token : new LinkedHashSet<>(List.of(START, END, pad))) {
            if (!vocabulary.has(token)) {
                continue; // told where its number is looked for
            }
            added.addObject()
                    .put("id", vocabulary.path(token).asLong())
                    .put("content", token)
                    .put("single_word", false)
                    .put("lstrip", false)
                    .put("rstrip", false)
                    .put("normalized", false)
                    .put("special", true);
        }
        ArrayNode normalizers =
                whole.putObject("normalizer").put("type", "Sequence").putArray("normalizers");
        normalizers.addObject().put("type", "NFC");
        normalizers
                .addObject()
                .put("type", "Replace")
                .put("content", " ")
                .putObject("pattern")
                .put("Regex", "\\s+");
        normalizers.addObject().put("type", "Lowercase");
        ArrayNode splits =
                whole.putObject("pre_tokenizer").put("type", "Sequence").putArray("pretokenizers");
        splits.addObject()
                .put("type", "Split")
                .put("behavior", "Removed")
                .put("invert", true)
                .putObject("pattern")
                .put("Regex", PIECES);
        splits.add(byteLevel());
        ObjectNode marks = whole.putObject("post_processor").put("type", "RobertaProcessing");
        marks.putArray("sep").add(END).add(end);
        marks.putArray("cls").add(START).add(start);
        marks.put("trim_offsets", false).put("add_prefix_space", false);
        whole.set("decoder", byteLevel());
        ObjectNode model = whole.putObject("model")
                .put("type", "BPE")
                .putNull("dropout")
                .put("unk_token", END)
                .put("continuing_subword_prefix", "")
                .put("end_of_word_suffix", "</w>")
                .put("fuse_unk", false);
        model.set("vocab", vocabulary);
        ArrayNode merges = model.putArray("merges");
        for (String line : lines(folder.resolve(MERGES))) {
            if (!line.isBlank() && !line.startsWith("#version")) {
                merges.add(line);
            }
        }
        return whole;
    }

    private static ObjectNode byteLevel() {
        return JSON.createObjectNode()
                .put("type", "ByteLevel")
                .put("add_prefix_space", false)
                .put("trim_offsets", true)
                .put("use_regex", true);
    }

    private static JsonNode json(Path file) {
        try {
            JsonNode read = JSON.readTree(String.join("\n", lines(file)));
            if (read == null || !read.isObject()) {
                throw new ModelPackageException(file + ": expected a JSON object, found something else");
            }
            return read;
        } catch (JsonProcessingException e) {
            throw new ModelPackageException(file + ": expected JSON, found " + e.getOriginalMessage(), e);
        }
    }

    private static List<String> lines(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new ModelPackageException(file + ": expected the tokenizer's file, found none");
        }
        try {
            return Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new ModelPackageException(file + ": expected a readable file, found " + e, e);
        }
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
