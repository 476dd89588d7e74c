package dev.flawsmith.dataset.export;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Hugging Face's ImageFolder: class folders in split folders, and in each split folder {@code metadata.jsonl}, a line an
 * image with {@code file_name} (relative to the split's folder), {@code label} (the class name) and the metadata. Masks
 * are left out.
 */
final class ImageFolderWriter implements DatasetWriter {
    private final ExportFolder folder;
    private final JsonMapper json = new JsonMapper();

    ImageFolderWriter(ExportFolder folder) {
        this.folder = folder;
    }

    @Override
    public void add(ExportSample sample) throws IOException {
        folder.link(sample.image(), sample.split() + "/" + sample.file());
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("file_name", sample.file());
        line.put("label", sample.className());
        line.putAll(sample.metadata());
        OutputStream lines = folder.stream(sample.split() + "/metadata.jsonl");
        lines.write(json.writeValueAsBytes(line));
        lines.write('\n');
    }

    @Override
    public void finish() throws IOException {
        folder.publish();
    }

    @Override
    public void close() throws IOException {
        folder.close();
    }
}
