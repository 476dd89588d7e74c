package dev.flawsmith.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.flawsmith.augmentation.AugmentationException;
import dev.flawsmith.augmentation.CheckResult;
import dev.flawsmith.augmentation.DatasetFolder;
import dev.flawsmith.augmentation.DatasetImage;
import dev.flawsmith.augmentation.DatasetJob;
import dev.flawsmith.augmentation.DatasetListener;
import dev.flawsmith.augmentation.DatasetOrder;
import dev.flawsmith.augmentation.DatasetOutcome;
import dev.flawsmith.augmentation.Rejection;
import dev.flawsmith.augmentation.SpecDocument;
import dev.flawsmith.augmentation.SpecException;
import dev.flawsmith.augmentation.SpecProblem;
import dev.flawsmith.augmentation.SpecReader;
import dev.flawsmith.synthesis.FieldError;
import dev.flawsmith.synthesis.ModelListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Training sets from specs: {@link DatasetJob}, which the command line runs too, in a job's folder. */
public final class DatasetWork implements JobWork {
    /** Most images of one job. */
    public static final long MAX_IMAGES = 1_000_000;

    private static final String DATASET = "dataset";
    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    private final DatasetWorkshop workshop;
    private final PhotoShelf photos;

    /** @param photos where specs may find real photos */
    public DatasetWork(DatasetWorkshop workshop, PhotoShelf photos) {
        this.workshop = workshop;
        this.photos = photos;
    }

    @Override
    public void listen(ModelListener listener) {
        workshop.listen(listener);
    }

    /** The JSON Schema (draft 2020-12) that specs are read by. */
    public static String schema() {
        return SpecReader.schema();
    }

    /**
     * A spec in YAML as JSON, unchecked.
     *
     * @throws IllegalArgumentException if it is not YAML, holds a field twice, or is no object; the message names the line
     */
    public static String json(String yaml) {
        try {
            return SpecReader.json(yaml);
        } catch (SpecException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** What a job's result holds. */
    private record Result(
            long synthetic,
            long real,
            Map<String, Long> classes,
            Map<Rejection, Long> rejected,
            List<CheckResult> checks,
            List<String> warnings) {
        static Result of(DatasetOutcome outcome) {
            return new Result(
                    outcome.synthetic(),
                    outcome.real(),
                    outcome.classes(),
                    outcome.rejected(),
                    outcome.checks(),
                    outcome.warnings());
        }
    }

    @Override
    public String kind() {
        return DATASET;
    }

    @Override
    public long check(String spec, Path folder) {
        try {
            DatasetOrder order = order(spec);
            workshop.check(order, files(folder));
            return order.plan().images() + order.included();
        } catch (SpecException e) {
            throw invalid(e);
        } catch (AugmentationException e) { // says where things are on this server
            throw invalid("classes", "expected room for the images on the server's disk, found too little", e);
        } catch (InvalidPathException e) {
            throw invalid("reference", "expected a name, found characters that no name has", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private DatasetOrder order(String spec) {
        DatasetSpecRules rules = new DatasetSpecRules(photos, workshop.models(), workshop.encoders(), MAX_IMAGES);
        SpecDocument document = rules.apply(read(spec, rules));
        DatasetOrder order = DatasetOrder.of(document);
        rules.requireBounded(order.plan().images());
        return order;
    }

    /** Reads it; one that is wrong in form is asked all the same for the models and encoders that it names. */
    private static SpecDocument read(String spec, DatasetSpecRules rules) {
        try {
            return SpecReader.read(spec);
        } catch (SpecException e) {
            List<SpecProblem> problems = new ArrayList<>(e.problems());
            try {
                problems.addAll(rules.names(JSON.readTree(spec)));
            } catch (JsonProcessingException unused) {
                throw e;
            }
            throw new SpecException(problems);
        }
    }

    private JobException invalid(SpecException e) {
        return JobException.invalid(e.problems().stream()
                .map(problem -> new FieldError(problem.field(), photos.told(problem.message())))
                .toList());
    }

    private static JobException invalid(String field, String message, Exception cause) {
        JobException invalid = JobException.invalid(List.of(new FieldError(field, message)));
        invalid.initCause(cause);
        return invalid;
    }

    @Override
    public Outcome run(String spec, Path folder, JobWatch watch) throws IOException, InterruptedException {
        Path out = files(folder);
        try {
            Optional<DatasetOutcome> before = DatasetFolder.outcome(out);
            return outcome(before.isPresent() ? before.get() : make(spec, out, watch));
        } catch (SpecException e) {
            throw invalid(e);
        } catch (AugmentationException e) {
            if ("out".equals(e.param())) { // no room, or a run that lost the job has not noticed yet
                throw new IOException(e.getMessage(), e);
            }
            throw new JobException(JobException.Code.INVALID_REQUEST, String.valueOf(e.getMessage()), e);
        }
    }

    private DatasetOutcome make(String spec, Path out, JobWatch watch) throws IOException, InterruptedException {
        DatasetOrder order = order(spec);
        DatasetFolder dataset = DatasetFolder.begunOrNew(out);
        try (DatasetWorkshop.Tools tools = workshop.open(order, dataset)) {
            return new DatasetJob(order, dataset, tools.tools(), new News(watch)).run();
        }
    }

    private static Outcome outcome(DatasetOutcome outcome) {
        try {
            return new Outcome(outcome.failure(), JSON.writeValueAsString(Result.of(outcome)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a result cannot be written as JSON", e);
        }
    }

    @Override
    public void discard(Path folder) throws IOException {
        try {
            DatasetFolder.discard(files(folder));
        } catch (AugmentationException e) {
            throw new IOException(e.getMessage(), e);
        }
        Files.deleteIfExists(folder);
    }

    @Override
    public Path files(Path folder) {
        return folder.resolve(DATASET);
    }

    /** Counts. */
    private static final class News implements DatasetListener {
        private final JobWatch watch;
        private long done;
        private long rejected;

        News(JobWatch watch) {
            this.watch = watch;
        }

        @Override
        public void resumed(long images) {
            done = images;
            watch.progressed(done, rejected);
        }

        @Override
        public void accepted(DatasetImage image) {
            done++;
            watch.progressed(done, rejected);
        }

        @Override
        public void rejected(long index, Rejection why) {
            rejected++;
            watch.progressed(done, rejected);
        }
    }
}
