package dev.flawsmith.http;

import dev.flawsmith.jobs.DatasetImages;
import dev.flawsmith.jobs.JobService;
import dev.flawsmith.jobs.Jobs;
import io.javalin.http.Context;
import java.io.IOException;

/** {@code GET /v1/jobs/{id}/images}: what a dataset's manifest says of its images, a page at a time. */
final class JobImagesEndpoint {
    private static final int DEFAULT_LIMIT = 50;
    private static final int MOST_IMAGES = 999_999_999;
    private static final int LONGEST_CLASS = 255;

    private final JobService service;

    JobImagesEndpoint(JobService service) {
        this.service = service;
    }

    void page(Context ctx) throws IOException {
        QueryReader query = new QueryReader(ctx, "class", "after", "limit");
        String className = query.text("class", LONGEST_CLASS);
        int after = query.whole("after", 0, MOST_IMAGES, -1);
        int limit = query.whole("limit", 1, DatasetImages.MOST, DEFAULT_LIMIT);
        query.finish();
        Jobs jobs = service.jobs();
        DatasetImages images = DatasetImages.of(jobs.files(jobs.find(JobOwner.seenBy(ctx), JobRoutes.id(ctx))));
        ctx.header("Cache-Control", "private, no-store")
                .contentType("application/json")
                .result(Json.write(JobImagesBody.of(images.page(className, after, limit))));
    }
}
