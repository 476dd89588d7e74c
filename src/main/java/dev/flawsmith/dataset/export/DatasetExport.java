package dev.flawsmith.dataset.export;

import dev.flawsmith.dataset.DatasetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Opens the writers of the formats.
 *
 * <table>
 * <caption>What a folder holds in the end</caption>
 * <tr><td>{@code imagefolder}</td><td>{@code <split>/<class>/<name>.png}, {@code <split>/metadata.jsonl}</td></tr>
 * <tr><td>{@code coco}</td><td>{@code images/<split>/<class>_<name>.png}, {@code annotations/instances_<split>.json}
 *     with polygons, {@code annotations/instances_<split>_rle.json} with run lengths</td></tr>
 * <tr><td>{@code yolo}</td><td>{@code images/<train|val|test>}, {@code labels/<train|val|test>}, {@code data.yaml};
 *     boxes</td></tr>
 * <tr><td>{@code yolo-segmentation}</td><td>the same with polygons</td></tr>
 * <tr><td>{@code voc}</td><td>{@code JPEGImages} (VOC's name; the files are PNG), {@code Annotations},
 *     {@code SegmentationClass}, {@code ImageSets/Main}, {@code ImageSets/Segmentation}, {@code labelmap.txt}</td></tr>
 * <tr><td>{@code mvtec}</td><td>{@code <dataset>/train/good}, {@code <dataset>/test/<class>},
 *     {@code <dataset>/ground_truth/<class>}</td></tr>
 * <tr><td>{@code webdataset}</td><td>{@code <split>-000000.tar} and on, 1,000 images each</td></tr>
 * <tr><td>{@code parquet}</td><td>{@code data/<split>-00000-of-00001.parquet}</td></tr>
 * </table>
 *
 * In all but YOLO and MVTec, a split without an image has no file. Images are hard links where the file system has them:
 * whoever would change an exported file in place changes the source too.
 */
public final class DatasetExport {
    private DatasetExport() {}

    /**
     * Opens a writer.
     *
     * @param folder an empty folder, or one that is yet to be made
     * @return to be closed by the caller
     * @throws DatasetException if the folder is not empty or not a folder
     * @throws IOException if it cannot be made or read
     */
    public static DatasetWriter open(ExportFormat format, Path folder, ExportInfo info) throws IOException {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new DatasetException(folder + ": expected an empty folder, found a file");
        }
        Files.createDirectories(folder);
        try (Stream<Path> entries = Files.list(folder)) {
            entries.sorted().findFirst().ifPresent(entry -> {
                throw new DatasetException(folder + ": expected an empty folder, found " + entry.getFileName());
            });
        }
        ExportFolder files = new ExportFolder(folder);
        DatasetWriter writer = switch (format) {
            case IMAGEFOLDER -> new ImageFolderWriter(files);
            case COCO -> new CocoWriter(files, info);
            case YOLO -> new YoloWriter(files, info, YoloWriter.Labels.BOXES);
            case YOLO_SEGMENTATION -> new YoloWriter(files, info, YoloWriter.Labels.POLYGONS);
            case VOC -> new VocWriter(files, info);
            case MVTEC -> new MvtecWriter(files, info);
            case WEBDATASET -> new WebDatasetWriter(files, info, WebDatasetWriter.SHARD_IMAGES);
            case PARQUET -> new ParquetDatasetWriter(files, info);
        };
        return new CheckedWriter(format, info, writer);
    }
}
