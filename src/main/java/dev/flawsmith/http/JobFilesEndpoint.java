package dev.flawsmith.http;

import dev.flawsmith.jobs.Job;
import dev.flawsmith.jobs.JobException;
import dev.flawsmith.jobs.JobFiles;
import dev.flawsmith.jobs.JobService;
import dev.flawsmith.jobs.Jobs;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code GET /v1/jobs/{id}/files…}: the files of a finished job, listed, zipped or one of them. None is held in memory. */
final class JobFilesEndpoint {
    private static final String BYTES = "application/octet-stream";
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("png", "image/png"),
            Map.entry("html", "text/html; charset=utf-8"),
            Map.entry("json", "application/json"),
            Map.entry("jsonl", "application/jsonl"),
            Map.entry("csv", "text/csv; charset=utf-8"),
            Map.entry("md", Markdown.TYPE),
            Map.entry("txt", "text/plain; charset=utf-8"),
            Map.entry("xml", "application/xml"),
            Map.entry("yaml", "application/yaml"),
            Map.entry("tar", "application/x-tar"),
            Map.entry("parquet", "application/vnd.apache.parquet"));
    /** Cards are some kilobytes; what is longer is a file to save. */
    private static final long MOST_CARD_BYTES = 1 << 20;

    private final JobService service;

    JobFilesEndpoint(JobService service) {
        this.service = service;
    }

    void all(Context ctx) throws IOException {
        JobFiles files = files(ctx);
        boolean zip = wantsZip(ctx.header("Accept"));
        OutputStream out =
                zip ? head(ctx, ZipStream.MEDIA_TYPE, JobRoutes.id(ctx) + ".zip") : head(ctx, "application/json", null);
        if (HeadAsGet.asked(ctx)) {
            return;
        }
        if (zip) {
            zip(files, out);
        } else {
            list(files, out);
        }
    }

    void one(Context ctx) throws IOException {
        String path = ctx.pathParam("path");
        Path file = files(ctx)
                .find(path)
                .orElseThrow(() -> new JobException(
                        JobException.Code.NOT_FOUND,
                        "expected the path of a file of this job, found none of that name"));
        String name = file.getFileName().toString();
        if (name.endsWith(".md") && Markdown.asHtml(ctx.header("Accept")) && Files.size(file) <= MOST_CARD_BYTES) {
            card(ctx, file);
            return;
        }
        String type = TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), BYTES);
        ctx.res().setContentLengthLong(Files.size(file));
        OutputStream out = head(ctx, type, type.equals("image/png") ? null : name);
        if (!HeadAsGet.asked(ctx)) {
            Files.copy(file, out);
        }
        out.flush();
    }

    private static void card(Context ctx, Path file) throws IOException {
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        OutputStream out = head(ctx, Markdown.HTML, null);
        out.write(Markdown.html(text).getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private JobFiles files(Context ctx) {
        Jobs jobs = service.jobs();
        Job job = jobs.find(JobOwner.seenBy(ctx), JobRoutes.id(ctx));
        return jobs.files(job);
    }

    private static boolean wantsZip(@Nullable String accept) {
        return accept != null
                && Arrays.stream(accept.split(",", -1))
                        .map(range -> range.replaceFirst(";.*", "").strip())
                        .anyMatch(ZipStream.MEDIA_TYPE::equalsIgnoreCase);
    }

    /** @param download the name to save it under; null to show it */
    private static OutputStream head(Context ctx, String type, @Nullable String download) throws IOException {
        HttpServletResponse response = ctx.res();
        response.setStatus(200);
        response.setContentType(type);
        response.setHeader("Cache-Control", "private, no-store");
        if (download != null) {
            String name = download.replaceAll("[^A-Za-z0-9._-]", "_");
            response.setHeader("Content-Disposition", "attachment; filename=\"" + name + "\"");
        }
        return new BufferedOutputStream(response.getOutputStream(), 1 << 16);
    }

    /** Writes a {@link JobFilesBody}, a file at a time. */
    private static void list(JobFiles files, OutputStream out) throws IOException {
        out.write("{\"object\":\"list\",\"data\":[".getBytes(StandardCharsets.US_ASCII));
        boolean[] first = {true};
        files.forEach((entry, file) -> {
            if (!first[0]) {
                out.write(',');
            }
            first[0] = false;
            out.write(Json.write(JobFilesBody.File.of(entry)));
        });
        out.write("]}".getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static void zip(JobFiles files, OutputStream out) throws IOException {
        ZipStream zip = new ZipStream(out);
        files.forEach((entry, file) -> zip.add(entry.path(), to -> Files.copy(file, to)));
        zip.finish();
    }
}
