package dev.flawsmith.dataset.export;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The layouts in which a dataset can be written; {@link DatasetExport} says what each one holds. */
public enum ExportFormat {
    IMAGEFOLDER(false),
    COCO(true),
    YOLO(true),
    YOLO_SEGMENTATION(true),
    VOC(true),
    MVTEC(true),
    WEBDATASET(false),
    PARQUET(false);

    private final boolean needsMasks;

    ExportFormat(boolean needsMasks) {
        this.needsMasks = needsMasks;
    }

    /** The name on the command line and in JSON, such as {@code yolo-segmentation}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether every image, those of the class {@code good} aside, must have a mask. */
    public boolean needsMasks() {
        return needsMasks;
    }

    /**
     * The format of a {@link #wireName()}.
     *
     * @throws IllegalArgumentException if there is none; the message lists them all
     */
    public static ExportFormat named(String wireName) {
        return Arrays.stream(values())
                .filter(format -> format.wireName().equals(wireName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("expected a format of "
                        + Arrays.stream(values()).map(ExportFormat::wireName).collect(Collectors.joining(", "))
                        + ", found \"" + wireName + "\""));
    }
}
