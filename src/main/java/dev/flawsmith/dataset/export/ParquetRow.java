package dev.flawsmith.dataset.export;

import dev.flawsmith.image.Png;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a sample, on disk as one line of JSON, until the types of all columns are known.
 *
 * @param image the PNG's absolute path
 * @param mask the mask's PNG in Base64
 */
record ParquetRow(
        String file,
        String className,
        String split,
        String image,
        @Nullable String mask,
        Map<String, @Nullable Object> metadata) {
    static ParquetRow of(ExportSample sample) {
        return new ParquetRow(
                sample.file(),
                sample.className(),
                sample.split(),
                sample.image().toAbsolutePath().toString(),
                sample.mask() == null ? null : Base64.getEncoder().encodeToString(Png.encode(sample.mask(), Map.of())),
                sample.metadata());
    }
}
