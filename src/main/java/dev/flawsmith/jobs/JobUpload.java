package dev.flawsmith.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flawsmith.synthesis.FieldError;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One request's uploads on their way to a job: on disk in the job's own folder, and gone unless there is a job in the end. One thread;
 * close it whatever happens.
 */
public final class JobUpload implements AutoCloseable {
    private static final String IMAGES = "images";

    private final UploadDesk desk;
    private final String id;
    private final String kind;
    private final UploadRules rules;
    private final Path uploads;
    private final Map<String, ReceivedFile> files = new TreeMap<>();
    private final Map<String, JsonNode> values = new TreeMap<>();
    private long received;
    private boolean kept;

    JobUpload(UploadDesk desk, String id, String kind, UploadRules rules) {
        this.desk = desk;
        this.id = id;
        this.kind = kind;
        this.rules = rules;
        this.uploads = JobKinds.uploads(desk.folder(id));
    }

    /** What may come. */
    public UploadRules rules() {
        return rules;
    }

    /**
     * Counts bytes of the request as they arrive.
     *
     * @throws JobException {@code TOO_LARGE}
     */
    public void count(long bytes) {
        received += bytes;
        announce(received);
    }

    /**
     * Hears how many bytes the request will have.
     *
     * @throws JobException {@code TOO_LARGE}
     */
    public void announce(long bytes) {
        long most = rules.limits().maxBytes();
        if (bytes > most) {
            throw new JobException(
                    JobException.Code.TOO_LARGE,
                    String.format(Locale.ROOT, "expected an upload of at most %,d bytes, found more", most));
        }
    }

    /**
     * Where a side's archive is to be written; the caller closes it.
     *
     * @throws JobException {@code INVALID_REQUEST} if there is no such side, or it is there already
     * @throws IOException if the disk fails
     */
    public OutputStream file(String side) throws IOException {
        requireNew(side, rules.sides());
        Files.createDirectories(uploads);
        ReceivedFile file = new ReceivedFile(uploads.resolve(side + ".archive"));
        files.put(side, file);
        return file.open();
    }

    /**
     * Takes what is no file: options, or another source of a side.
     *
     * @throws JobException {@code INVALID_REQUEST} if there is no such field, or it is there already
     */
    public void value(String field, JsonNode value) {
        List<String> known = new ArrayList<>(rules.sides());
        known.addAll(rules.values());
        requireNew(field, known);
        values.put(field, value);
    }

    private void requireNew(String field, List<String> known) {
        String problem = !known.contains(field)
                ? "expected parts named " + String.join(", ", known) + ", found another one"
                : files.containsKey(field) || values.containsKey(field) ? "expected one part, found two" : null;
        if (problem != null) {
            throw JobException.invalid(List.of(new FieldError(ComparisonSpec.shortened(field), problem)));
        }
    }

    /**
     * Unpacks everything and makes a job of it; or gives the one that the same uploads with the same key made before, and unpacks
     * nothing.
     *
     * @throws JobException as {@link Jobs#submit}, and {@code TOO_LARGE}
     * @throws IOException if the disk fails
     */
    public Job submit(String owner, @Nullable String idempotencyKey) throws IOException {
        ObjectNode spec = JsonNodeFactory.instance.objectNode();
        values.forEach(spec::set);
        files.forEach((side, file) -> spec.putObject(side)
                .putObject(ComparisonSpec.UPLOAD)
                .put("bytes", file.bytes())
                .put("sha256", file.sha256()));
        if (idempotencyKey != null) {
            Optional<Job> before = desk.keyed(owner, kind, idempotencyKey);
            if (before.isPresent()) {
                return same(before.get(), spec);
            }
        }
        for (Map.Entry<String, ReceivedFile> each : files.entrySet()) {
            String side = each.getKey();
            Path archive = each.getValue().path();
            int images = new ImageArchive(side, archive, rules).unpackInto(uploads.resolve(side));
            Files.delete(archive);
            spec.withObjectProperty(side)
                    .withObjectProperty(ComparisonSpec.UPLOAD)
                    .put(IMAGES, images);
        }
        Job job = desk.submit(id, new JobRequest(kind, owner, spec.toString(), idempotencyKey));
        kept = job.id().equals(id);
        return job;
    }

    /** A job that the same values and the same archives, by their hashes, made before: what is in them need not be looked at. */
    private static Job same(Job before, ObjectNode spec) {
        ObjectNode made = ComparisonSpec.tree(before.spec());
        for (JsonNode side : made) {
            if (side.path(ComparisonSpec.UPLOAD) instanceof ObjectNode upload) {
                upload.remove(IMAGES);
            }
        }
        if (!made.equals(ComparisonSpec.tree(spec.toString()))) { // read alike: numbers of other types are equal
            throw NewJobs.keyReused();
        }
        return before;
    }

    @Override
    public void close() throws IOException {
        desk.end(id, kept);
    }
}
