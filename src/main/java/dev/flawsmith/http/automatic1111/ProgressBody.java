package dev.flawsmith.http.automatic1111;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.flawsmith.http.PngFile;
import dev.flawsmith.synthesis.Preview;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How far jobs are. */
record ProgressBody(
        @JsonPropertyDescription("Share of the sampler steps done, 0 to 1.")
        double progress,

        @JsonPropertyDescription("Seconds until all are finished at the speed so far; 0 before the first step.")
        double etaRelative,

        @JsonPropertyDescription("Where the work stands.") State state,

        @JsonPropertyDescription(
                "The latest preview, a PNG in Base64; null where there is none, and where neither an id nor a token says whose.")
        @Nullable
        String currentImage,

        @JsonPropertyDescription("A remark; null where there is nothing to say.") @Nullable
        String textinfo) {
    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss").withZone(ZoneOffset.UTC);

    /** Where the work stands. */
    record State(
            @JsonPropertyDescription("Always false: images are not skipped.")
            boolean skipped,

            @JsonPropertyDescription("Whether a job has been told to stop.")
            boolean interrupted,

            @JsonPropertyDescription("The same.") boolean stoppingGeneration,

            @JsonPropertyDescription("txt2img; empty where nothing is under way.")
            String job,

            @JsonPropertyDescription("Images in all.") int jobCount,

            @JsonPropertyDescription("When the first began, in UTC, as 20260131235959; 0 where nothing is under way.")
            String jobTimestamp,

            @JsonPropertyDescription("Images finished.") int jobNo,

            @JsonPropertyDescription("Steps done of an image, in the mean, for images are drawn together.")
            int samplingStep,

            @JsonPropertyDescription("Steps of an image.") int samplingSteps) {}

    /** Of nothing under way. */
    static ProgressBody idle(@Nullable String textinfo) {
        return new ProgressBody(0, 0, new State(false, false, false, "", 0, "0", 0, 0, 0), null, textinfo);
    }

    /** Of one job, with its preview unless that is not wanted. */
    static ProgressBody of(Job job, boolean skipImage) {
        return of(List.of(job), skipImage ? null : image(List.of(job)), null);
    }

    /** Of several jobs of one caller together, with the preview of the oldest that has one unless that is not wanted. */
    static ProgressBody of(List<Job> jobs, boolean skipImage) {
        return of(jobs, skipImage ? null : image(jobs), jobs.size() + " under way; ?force_task_id= tells of one");
    }

    /** Of callers that are not known apart, which shows nobody's images. */
    static ProgressBody ofNobody(List<Job> jobs) {
        return of(jobs, null, jobs.size() + " under way; ?force_task_id= tells of one, and shows it");
    }

    private static @Nullable String image(List<Job> jobs) {
        for (Job job : jobs) {
            Preview preview = job.preview();
            if (preview != null) {
                return Base64.getEncoder().encodeToString(PngFile.of(preview).bytes());
            }
        }
        return null;
    }

    private static ProgressBody of(List<Job> jobs, @Nullable String image, @Nullable String textinfo) {
        long done = 0;
        long total = 0;
        int images = 0;
        int finished = 0;
        int steps = 0;
        double seconds = 0;
        boolean interrupted = false;
        for (Job job : jobs) {
            done += job.steps().done();
            total += job.steps().total();
            images += job.request().n();
            finished += job.images().size();
            steps = Math.max(steps, job.request().stepsPerImage());
            seconds = Math.max(seconds, job.seconds());
            interrupted |= job.interrupted();
        }
        double progress = Math.min(1, (double) done / total);
        double left = progress > 0 ? seconds * (1 - progress) / progress : 0;
        State state = new State(
                false,
                interrupted,
                interrupted,
                jobs.get(0).request().canvas() == null ? "txt2img" : "img2img",
                images,
                TIMESTAMP.format(jobs.get(0).started()),
                finished,
                (int) (progress * steps),
                steps);
        return new ProgressBody(progress, left, state, image, textinfo);
    }

    /** A moment as AUTOMATIC1111 writes it. */
    static String timestamp(Job job) {
        return TIMESTAMP.format(job.started());
    }
}
