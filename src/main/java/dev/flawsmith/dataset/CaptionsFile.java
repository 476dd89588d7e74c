package dev.flawsmith.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The content of a prompts file, complete; {@link Yaml} is its form on disk, where anything may be missing. */
record CaptionsFile(String domain, String description, Map<String, String> defaults, Map<String, Texts> classes) {
    CaptionsFile {
        defaults = Map.copyOf(defaults);
        classes = Collections.unmodifiableMap(new LinkedHashMap<>(classes));
    }

    record Texts(List<String> captions) {
        Texts {
            captions = List.copyOf(captions);
        }
    }

    private record Yaml(
            @Nullable String domain,
            @Nullable String description,
            @Nullable Map<String, String> defaults,
            @Nullable Map<String, @Nullable YamlTexts> classes) {}

    private record YamlTexts(@Nullable List<@Nullable String> captions) {}

    static CaptionsFile read(Path path) {
        try (var reader = Files.newBufferedReader(path)) {
            Yaml yaml = YAMLMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build()
                    .readValue(reader, Yaml.class);
            return complete(path, yaml);
        } catch (JsonProcessingException e) {
            throw new DatasetException(
                    path + ": expected YAML with domain, description, defaults and classes, found: " + e.getMessage(),
                    e);
        } catch (IOException e) {
            throw new DatasetException(path + ": expected a readable YAML file, found: " + e, e);
        }
    }

    private static CaptionsFile complete(Path path, @Nullable Yaml yaml) {
        if (yaml == null || yaml.domain() == null || yaml.domain().isBlank()) {
            throw new DatasetException(path + ", field domain: expected a name, found nothing");
        }
        if (yaml.classes() == null || yaml.classes().isEmpty()) {
            throw new DatasetException(path + ", field classes: expected at least one class, found none");
        }
        Map<String, Texts> classes = new LinkedHashMap<>();
        yaml.classes().forEach((name, texts) -> classes.put(name, texts(path, name, texts)));
        String description =
                yaml.description() == null ? "" : yaml.description().strip();
        return new CaptionsFile(
                yaml.domain(), description, yaml.defaults() == null ? Map.of() : yaml.defaults(), classes);
    }

    private static Texts texts(Path path, String className, @Nullable YamlTexts texts) {
        List<@Nullable String> captions = texts == null ? null : texts.captions();
        if (captions == null || captions.isEmpty() || captions.stream().anyMatch(c -> c == null || c.isBlank())) {
            throw new DatasetException(path + ", class " + className
                    + ": expected a list of captions, none of them empty, found " + captions);
        }
        return new Texts(captions.stream().map(String::valueOf).toList());
    }
}
