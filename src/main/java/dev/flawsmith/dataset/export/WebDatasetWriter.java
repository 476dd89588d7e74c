package dev.flawsmith.dataset.export;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.flawsmith.image.Png;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * WebDataset: tar files of at most so many images, {@code <split>-000000.tar} and on. The files of an image stand
 * together and share a key, the sample's name: {@code .cls} (the label, in decimal), {@code .json} (file, class, label,
 * split, metadata), {@code .mask.png} where a mask is known, {@code .png}.
 */
final class WebDatasetWriter implements DatasetWriter {
    static final int SHARD_IMAGES = 1000;

    private final ExportFolder folder;
    private final ExportInfo info;
    private final int shardImages;
    private final JsonMapper json = new JsonMapper();
    private final Map<String, TarShards> shards = new LinkedHashMap<>();

    WebDatasetWriter(ExportFolder folder, ExportInfo info, int shardImages) {
        this.folder = folder;
        this.info = info;
        this.shardImages = shardImages;
    }

    @Override
    public void add(ExportSample sample) throws IOException {
        int label = info.label(sample.className());
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("file", sample.file());
        line.put("class", sample.className());
        line.put("label", label);
        line.put("split", sample.split());
        line.putAll(sample.metadata());
        TarShards tar =
                shards.computeIfAbsent(sample.split(), split -> new TarShards(folder, split + "-", shardImages));
        tar.nextImage();
        String key = sample.name();
        tar.add(key + ".cls", json.writeValueAsBytes(label));
        tar.add(key + ".json", json.writeValueAsBytes(line));
        if (sample.mask() != null) {
            tar.add(key + ".mask.png", Png.encode(sample.mask(), Map.of()));
        }
        tar.add(key + ".png", sample.image());
    }

    @Override
    public void finish() throws IOException {
        for (TarShards tar : shards.values()) {
            tar.finish();
        }
        folder.publish();
    }

    @Override
    public void close() throws IOException {
        folder.close();
    }
}
