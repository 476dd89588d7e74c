package dev.flawsmith.dataset.export;

import java.io.Closeable;
import java.io.IOException;

/**
 * Writes the samples of a dataset, one after the other. {@code close()} without {@link #finish()} leaves files that do
 * not make a whole dataset; whoever opened the writer deletes the folder. Not for several threads.
 */
public interface DatasetWriter extends Closeable {
    /**
     * Adds one image with its ground truth.
     *
     * @throws IllegalArgumentException that names the file, if the format cannot hold the sample; nothing was written
     *     then, and the next sample may come
     * @throws IOException if a file cannot be read or written; the export is lost then
     * @throws IllegalStateException after {@link #finish()} or a failure
     */
    void add(ExportSample sample) throws IOException;

    /**
     * Makes the dataset whole. Still to be closed after.
     *
     * @throws IOException if a file cannot be read or written
     * @throws IllegalStateException if it was finished before, or if something failed
     */
    void finish() throws IOException;
}
