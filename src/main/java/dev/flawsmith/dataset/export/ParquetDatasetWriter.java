package dev.flawsmith.dataset.export;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;

/**
 * Parquet as Hugging Face's {@code datasets} reads and writes it: {@code image} and {@code mask} are structs of
 * {@code bytes} (the PNG) and {@code path}, {@code label} is a whole number with the class names in the footer's
 * {@code huggingface} entry; then {@code class}, {@code split} and the metadata, a column a key. One file a split, row
 * groups of about 64 MiB, not compressed: PNG is.
 *
 * <p>A sample's images are read when all is finished: before that nobody knows the type of a column that begins with
 * nulls. Until then there is a line a sample in a scratch file.
 */
final class ParquetDatasetWriter implements DatasetWriter {
    private static final long ROW_GROUP_BYTES = 64L << 20;

    private final ExportFolder folder;
    private final ExportInfo info;
    private final ParquetColumns columns = new ParquetColumns();
    private final Set<String> splits = new LinkedHashSet<>();
    private final JsonMapper json = new JsonMapper();

    ParquetDatasetWriter(ExportFolder folder, ExportInfo info) {
        this.folder = folder;
        this.info = info;
    }

    @Override
    public void add(ExportSample sample) throws IOException {
        columns.accept(sample);
        splits.add(sample.split());
        OutputStream lines = folder.scratch(scratchOf(sample.split()));
        lines.write(json.writeValueAsBytes(ParquetRow.of(sample)));
        lines.write('\n');
    }

    @Override
    public void finish() throws IOException {
        MessageType schema = columns.schema();
        Map<String, String> about = Map.of("huggingface", json.writeValueAsString(columns.features(info.classes())));
        for (String split : splits) {
            Path path = folder.path(folder.pending("data/" + split + "-00000-of-00001.parquet"));
            try (InputStream lines = folder.readScratch(scratchOf(split));
                    MappingIterator<ParquetRow> rows =
                            json.readerFor(ParquetRow.class).readValues(lines);
                    ParquetWriter<Group> parquet = open(path, schema, about)) {
                while (rows.hasNextValue()) {
                    parquet.write(group(schema, rows.nextValue()));
                }
            }
            ParquetFooter.settle(path);
        }
        folder.publish();
    }

    @Override
    public void close() throws IOException {
        folder.close();
    }

    private static ParquetWriter<Group> open(Path path, MessageType schema, Map<String, String> about)
            throws IOException {
        return ExampleParquetWriter.builder(new LocalOutputFile(path))
                .withConf(new PlainParquetConfiguration())
                .withCodecFactory(new Uncompressed())
                .withCompressionCodec(CompressionCodecName.UNCOMPRESSED)
                .withType(schema)
                .withExtraMetaData(about)
                .withRowGroupSize(ROW_GROUP_BYTES)
                // By itself it looks at sizes every hundred rows, and a hundred images can be large.
                .withMinRowCountForPageSizeCheck(1)
                .withMaxRowCountForPageSizeCheck(16)
                .withDictionaryEncoding("image.bytes", false)
                .withDictionaryEncoding("mask.bytes", false)
                .withStatisticsEnabled("image.bytes", false)
                .withStatisticsEnabled("mask.bytes", false)
                .build();
    }

    private Group group(MessageType schema, ParquetRow row) throws IOException {
        Group group = new SimpleGroup(schema);
        group.addGroup("image")
                .append("bytes", Binary.fromConstantByteArray(Files.readAllBytes(Path.of(row.image()))))
                .append("path", row.file());
        group.add("label", (long) info.label(row.className()));
        group.add("class", row.className());
        group.add("split", row.split());
        if (row.mask() != null) {
            group.addGroup("mask")
                    .append(
                            "bytes",
                            Binary.fromConstantByteArray(Base64.getDecoder().decode(row.mask())))
                    .append("path", row.file().replaceFirst("\\.png$", "_mask.png"));
        }
        columns.put(group, row.metadata());
        return group;
    }

    private static String scratchOf(String split) {
        return "data/." + split + "-rows";
    }
}
