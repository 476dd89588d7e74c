/**
 * Writes a dataset in the layouts that other programs read: Hugging Face's ImageFolder and Parquet, COCO, YOLO boxes and
 * polygons, Pascal VOC, MVTec AD, WebDataset. {@link dev.flawsmith.dataset.export.DatasetExport} opens a writer into an
 * empty folder; samples are handed over one after the other and are on disk when the next one comes, so memory does not
 * grow with their number. PNG files are linked or copied unchanged. Nothing that is written depends on the time, on
 * chance or on the machine: the same samples in the same order give the same bytes. What makes a folder a dataset (the
 * index, the list, the last rename) is put in place by {@code finish()} alone, so a broken-off export does not look whole.
 *
 * <p>A mask becomes one instance for each of its 8-connected pieces, however small; none is dropped or merged. The label
 * of a class is its index in the sorted class names, {@code good} included, in every format (COCO counts from 1, VOC's
 * pictures too, where 0 is the background). Images of the class {@code good} need no mask: they are images without any
 * instance.
 */
@NullMarked
package dev.flawsmith.dataset.export;

import org.jspecify.annotations.NullMarked;
