package dev.flawsmith.utility;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.flawsmith.dataset.DatasetException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The results of a study, one JSON object a line, each on disk before the next run begins. A line that a crash cut off is
 * forgotten. Not thread-safe.
 */
public final class ResultsFile {
    /** The file in its folder. */
    public static final String NAME = "results.jsonl";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path file;
    private final Map<String, ResultLine> lines = new LinkedHashMap<>();

    private ResultsFile(Path file) {
        this.file = file;
    }

    /**
     * Opens the results of a folder, which may have none yet.
     *
     * @throws DatasetException if a line is no result
     */
    public static ResultsFile open(Path directory) throws IOException {
        Files.createDirectories(directory);
        ResultsFile results = new ResultsFile(directory.resolve(NAME));
        if (Files.exists(results.file)) {
            results.read();
        }
        return results;
    }

    private void read() throws IOException {
        String text = Files.readString(file);
        int whole = text.lastIndexOf('\n') + 1;
        if (whole < text.length()) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(text.substring(0, whole).getBytes(StandardCharsets.UTF_8).length);
            }
        }
        int number = 0;
        for (String line : text.substring(0, whole).lines().toList()) {
            number++;
            try {
                ResultLine result = JSON.readValue(line, ResultLine.class);
                lines.put(result.key(), result);
            } catch (JsonProcessingException e) {
                throw new DatasetException(
                        file + ", line " + number + ": expected a result, found: " + e.getOriginalMessage(), e);
            }
        }
    }

    /**
     * The result of a run.
     *
     * @param identity of the run as it would be made now
     * @return null where there is none yet
     * @throws DatasetException if there is one of other images or another recipe
     */
    @Nullable
    ResultLine find(String key, String identity) {
        ResultLine found = lines.get(key);
        if (found != null && !found.identity().equals(identity)) {
            throw new DatasetException(file + ": expected results of the same images and recipe, found others for "
                    + key + "; take another folder, or remove that file");
        }
        return found;
    }

    void append(ResultLine line) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap((JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8));
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        lines.put(line.key(), line);
    }
}
