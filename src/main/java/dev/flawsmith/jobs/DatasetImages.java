package dev.flawsmith.jobs;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.flawsmith.augmentation.DatasetFolder;
import dev.flawsmith.synthesis.FieldError;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A finished dataset's images as its manifest tells of them, a page at a time. The manifest is read from its beginning for
 * each page and never held whole. Immutable.
 */
public final class DatasetImages {
    /** Most images of a page. */
    public static final int MOST = 100;

    private static final String FOLDER = "images";
    private static final String BEFORE = "real_before";
    private static final String SYNTHETIC = "synthetic";
    private static final String REAL = "real";
    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES) // what is not shown
            .build();

    private final Path manifest;

    private DatasetImages(Path manifest) {
        this.manifest = manifest;
    }

    /**
     * Those of a job's files.
     *
     * @throws JobException {@code NOT_FOUND} if the files are no dataset
     */
    public static DatasetImages of(JobFiles files) {
        return new DatasetImages(files.find(DatasetFolder.MANIFEST)
                .orElseThrow(() -> new JobException(
                        JobException.Code.NOT_FOUND, "expected a job that made a dataset, found another")));
    }

    /**
     * How many images a class has.
     *
     * @param before real training photos of the set that the dataset balances; null where it balances none
     * @param synthetic images drawn
     * @param real photos included
     */
    public record ClassCount(String name, @Nullable Long before, long synthetic, long real) {}

    /**
     * One image.
     *
     * @param index its number, from 0, in the order of the manifest
     * @param file below {@code images/}
     * @param origin {@code synthetic} or {@code real}
     * @param seed null for a real photo, as are model, verdict and what it rests on
     * @param verdict {@code clear}, {@code too_close} or {@code not_checked}
     * @param quality probability that the classifier gives its class; null without one
     */
    public record Image(
            long index,
            String file,
            @JsonProperty("class") String className,
            String split,
            String origin,
            @Nullable String model,
            @Nullable String prompt,
            @Nullable Long seed,
            int attempt,
            @Nullable String verdict,
            @Nullable Double distance,
            @Nullable Double p,
            @Nullable Double quality,
            String sha256) {
        /** What {@link JobFiles#find} takes. */
        public String path() {
            return FOLDER + "/" + file;
        }
    }

    /**
     * Some of the images.
     *
     * @param classes all classes, by name
     * @param more whether there are others after the last of these
     */
    public record Page(List<ClassCount> classes, List<Image> images, boolean more) {}

    /**
     * Images in the order of their numbers.
     *
     * @param className null for those of all classes
     * @param after the number of the last image that is known; -1 for none
     * @param limit 1 to {@value #MOST}
     * @throws JobException {@code INVALID_REQUEST} if the dataset has no such class
     */
    public Page page(@Nullable String className, long after, int limit) throws IOException {
        try (JsonParser json = JSON.createParser(manifest.toFile())) {
            List<ClassCount> classes = classes(json);
            requireKnown(className, classes);
            List<Image> images = new ArrayList<>();
            for (long index = 0; json.nextToken() == JsonToken.START_OBJECT; index++) {
                if (index <= after) {
                    json.skipChildren();
                    continue;
                }
                Image image = JSON.readValue(json, Image.class);
                if (className == null || className.equals(image.className())) {
                    if (images.size() == limit) {
                        return new Page(classes, images, true);
                    }
                    images.add(image);
                }
            }
            return new Page(classes, images, false);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a finished dataset's manifest cannot be read", e);
        }
    }

    /** Reads up to the beginning of the images. */
    private static List<ClassCount> classes(JsonParser json) throws IOException {
        Map<String, Map<String, Long>> counts = new TreeMap<>();
        json.nextToken();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            if (name.equals(FOLDER)) {
                break;
            }
            if (name.equals(BEFORE) || name.equals(SYNTHETIC) || name.equals(REAL)) {
                counts.put(name, JSON.readValue(json, new TypeReference<TreeMap<String, Long>>() {}));
            } else {
                json.skipChildren();
            }
        }
        Map<String, Long> before = counts.getOrDefault(BEFORE, Map.of());
        return counts.values().stream()
                .flatMap(each -> each.keySet().stream())
                .sorted()
                .distinct()
                .map(name -> new ClassCount(
                        name,
                        before.isEmpty() ? null : before.getOrDefault(name, 0L),
                        count(counts, SYNTHETIC, name),
                        count(counts, REAL, name)))
                .toList();
    }

    private static long count(Map<String, Map<String, Long>> counts, String origin, String name) {
        return Objects.requireNonNullElse(counts.getOrDefault(origin, Map.of()).get(name), 0L);
    }

    private static void requireKnown(@Nullable String className, List<ClassCount> classes) {
        if (className != null && classes.stream().noneMatch(each -> each.name().equals(className))) {
            String names = classes.stream().map(ClassCount::name).collect(Collectors.joining(", "));
            throw JobException.invalid(List.of(
                    new FieldError("class", "expected one of the dataset's classes (" + names + "), found another")));
        }
    }
}
