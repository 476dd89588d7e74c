package dev.flawsmith.dataset.export;

import java.io.IOException;

/**
 * Lets only samples through that the format can hold, and keeps the order of calls: samples, then {@code finish()} once.
 * After a failure nothing more is accepted, so a dataset with a gap is never finished.
 */
final class CheckedWriter implements DatasetWriter {
    private enum State {
        OPEN,
        FAILED,
        FINISHED,
        CLOSED
    }

    private final ExportFormat format;
    private final ExportInfo info;
    private final DatasetWriter writer;
    private State state = State.OPEN;

    CheckedWriter(ExportFormat format, ExportInfo info, DatasetWriter writer) {
        this.format = format;
        this.info = info;
        this.writer = writer;
    }

    @Override
    public void add(ExportSample sample) throws IOException {
        requireOpen();
        if (!info.classes().contains(sample.className())) {
            throw new IllegalArgumentException(sample.file() + ": expected a class of " + info.classes() + ", found \""
                    + sample.className() + "\"");
        }
        if (format.needsMasks() && sample.mask() == null && !sample.className().equals(ExportSample.GOOD)) {
            throw new IllegalArgumentException(
                    sample.file() + ": expected a mask for the format " + format.wireName() + ", found none");
        }
        try {
            writer.add(sample);
        } catch (IOException e) {
            state = State.FAILED;
            throw e;
        }
    }

    @Override
    public void finish() throws IOException {
        requireOpen();
        state = State.FAILED;
        writer.finish();
        state = State.FINISHED;
    }

    @Override
    public void close() throws IOException {
        state = State.CLOSED;
        writer.close();
    }

    private void requireOpen() {
        if (state != State.OPEN) {
            throw new IllegalStateException("expected an open export, found one that is "
                    + switch (state) {
                        case FAILED -> "broken by a failure";
                        case FINISHED -> "finished";
                        default -> "closed";
                    });
        }
    }
}
