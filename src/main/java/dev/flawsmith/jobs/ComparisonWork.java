package dev.flawsmith.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.flawsmith.augmentation.AugmentationException;
import dev.flawsmith.augmentation.FolderLock;
import dev.flawsmith.jobs.Comparison.Side;
import dev.flawsmith.jobs.ComparisonSpec.Source;
import dev.flawsmith.synthesis.FieldError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Audits and evaluations: a {@link Comparison} of uploads, of the server's photos or of a dataset that another job made. What a killed
 * run has written is thrown away and the run begun again, which gives the same; uploads are deleted once there is a result.
 */
public final class ComparisonWork implements JobWork {
    private static final String REPORT = "report";
    private static final String RESULT = "result.json";
    private static final String IMAGES = "images";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Comparison comparison;
    private final PhotoShelf photos;
    private final JobWork datasets;
    private final UploadRules rules;

    /**
     * @param photos where specs may find real photos
     * @param datasets the work whose images specs may name
     * @param suffixes of images, in small letters
     */
    public ComparisonWork(
            Comparison comparison, PhotoShelf photos, JobWork datasets, Set<String> suffixes, UploadLimits limits) {
        this.comparison = comparison;
        this.photos = photos;
        this.datasets = datasets;
        this.rules = new UploadRules(comparison.sides(), List.of(ComparisonSpec.OPTIONS), suffixes, limits);
    }

    @Override
    public String kind() {
        return comparison.kind();
    }

    @Override
    public UploadRules uploads() {
        return rules;
    }

    @Override
    public Map<String, String> uses(String spec) {
        return ComparisonSpec.read(spec, comparison).jobs();
    }

    @Override
    public void checkUse(Job used) {
        if (!used.kind().equals(datasets.kind())) {
            throw new IllegalArgumentException(
                    "expected a job of kind " + datasets.kind() + ", found one of kind " + used.kind());
        }
        try {
            JsonNode spec = JSON.readTree(used.spec());
            if (spec.hasNonNull("onto")) {
                throw new IllegalArgumentException("expected a dataset of images that are synthetic all over, found one"
                        + " that is painted onto real photos");
            }
            if (spec.hasNonNull("include")) {
                throw new IllegalArgumentException(
                        "expected a dataset of synthetic images alone, found one that includes real photos");
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored spec is JSON", e);
        }
    }

    @Override
    public long check(String spec, Path folder) {
        ComparisonSpec read = ComparisonSpec.read(spec, comparison);
        List<FieldError> errors = new ArrayList<>();
        read.sides().forEach((side, source) -> {
            try {
                if (source instanceof Source.Folder named) {
                    Path unused = photos(named.name());
                } else if (source instanceof Source.Upload && !Files.isDirectory(unpacked(folder, side))) {
                    throw new IllegalArgumentException("expected a file part of this name, found none");
                }
            } catch (IllegalArgumentException e) {
                errors.add(new FieldError(side, String.valueOf(e.getMessage())));
            }
        });
        if (!errors.isEmpty()) {
            throw JobException.invalid(errors);
        }
        return Comparison.STEPS;
    }

    private Path photos(String name) {
        try {
            return photos.find(Path.of(name));
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("expected a name, found characters that no name has", e);
        }
    }

    private static Path unpacked(Path folder, String side) {
        return JobKinds.uploads(folder).resolve(side);
    }

    @Override
    public Outcome run(String spec, Path folder, JobWatch watch) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        FolderLock alone = lock(folder);
        try (alone) {
            return runAlone(spec, folder, watch);
        }
    }

    /** A server that lost the job and has not noticed yet may still write there. */
    private static FolderLock lock(Path folder) throws IOException {
        try {
            return FolderLock.take(folder, folder);
        } catch (AugmentationException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private Outcome runAlone(String spec, Path folder, JobWatch watch) throws IOException {
        Path result = folder.resolve(RESULT);
        if (!Files.isRegularFile(result)) {
            UploadedFolder.delete(files(folder));
            String json = compare(ComparisonSpec.read(spec, comparison), folder, watch);
            Path partial = Files.writeString(folder.resolve("." + RESULT + ".partial"), json);
            Files.move(partial, result, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
        UploadedFolder.delete(JobKinds.uploads(folder));
        return new Outcome(null, Files.readString(result));
    }

    private String compare(ComparisonSpec spec, Path folder, JobWatch watch) throws IOException {
        Map<String, Side> sides = new TreeMap<>();
        for (Map.Entry<String, Source> each : spec.sides().entrySet()) {
            sides.put(each.getKey(), side(each.getKey(), each.getValue(), folder));
        }
        long[] done = {0};
        watch.progressed(0, 0);
        try {
            return comparison.run(sides, spec.options(), files(folder), () -> watch.progressed(++done[0], 0));
        } catch (OutOfMemoryError e) {
            throw new JobException(
                    JobException.Code.TOO_LARGE, "expected sets that this server can compare in its memory", e);
        }
    }

    private Side side(String side, Source source, Path folder) throws IOException {
        Path where;
        String name;
        if (source instanceof Source.Folder named) {
            where = located(side, named.name());
            name = named.name();
        } else if (source instanceof Source.Dataset dataset) {
            where = datasets.files(folder.resolveSibling(dataset.job())).resolve(IMAGES);
            name = dataset.job();
        } else {
            where = unpacked(folder, side);
            name = side;
        }
        if (!Files.isDirectory(where)) {
            throw JobException.invalid(List.of(
                    new FieldError(side, "expected images that are still there, found that they have been deleted")));
        }
        return new Side(source instanceof Source.Upload ? UploadedFolder.in(where) : where, name);
    }

    private Path located(String side, String name) {
        try {
            return photos(name);
        } catch (IllegalArgumentException e) {
            throw JobException.invalid(List.of(new FieldError(side, String.valueOf(e.getMessage()))));
        }
    }

    @Override
    public void discard(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        FolderLock alone = lock(folder);
        try (alone) {
            UploadedFolder.delete(folder);
        }
    }

    @Override
    public Path files(Path folder) {
        return folder.resolve(REPORT);
    }
}
