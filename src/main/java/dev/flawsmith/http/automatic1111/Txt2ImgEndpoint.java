package dev.flawsmith.http.automatic1111;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flawsmith.http.ImageRequests;
import dev.flawsmith.http.Json;
import dev.flawsmith.http.PngFile;
import dev.flawsmith.http.SynthesisWait;
import dev.flawsmith.http.security.Caller;
import dev.flawsmith.synthesis.SynthesisException;
import dev.flawsmith.synthesis.SynthesisException.Code;
import dev.flawsmith.synthesis.SynthesizedImage;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** {@code POST /sdapi/v1/txt2img} or {@code img2img}. An interrupted one answers the images that were finished. */
final class Txt2ImgEndpoint {
    private final ImageRequests requests;
    private final Txt2ImgReader reader;
    private final Jobs jobs;
    private final boolean photo;

    /** @param photo whether images are drawn on one: {@code img2img} */
    Txt2ImgEndpoint(ImageRequests requests, Settings settings, Jobs jobs, boolean photo) {
        this.requests = requests;
        this.reader = new Txt2ImgReader(requests, settings, photo);
        this.jobs = jobs;
        this.photo = photo;
    }

    void handle(Context ctx) throws IOException {
        if (photo) {
            requests.admitPhoto(ctx, this::answer);
        } else {
            requests.admit(ctx, this::answer);
        }
    }

    private void answer(Context ctx, ObjectNode json) throws IOException {
        Txt2Img asked = reader.read(json);
        Job job;
        List<SynthesizedImage> images;
        try (Jobs.Entry entry = jobs.start(Caller.of(ctx), asked)) {
            job = entry.job();
            images = draw(ctx, asked, job);
        } // over before it is answered: who has the answer may use the id again
        List<String> files = asked.sendImages()
                ? images.stream()
                        .map(image -> file(image, asked.model().karras()))
                        .toList()
                : List.of();
        String info = new String(Json.write(InfoBody.of(asked, job, images)), StandardCharsets.UTF_8);
        ImageRequests.write(ctx, "application/json", Json.write(new Txt2ImgBody(files, asked.parameters(), info)));
    }

    private List<SynthesizedImage> draw(Context ctx, Txt2Img asked, Job job) throws IOException {
        try (SynthesisWait wait = requests.submit(ctx, asked.request(), job)) {
            job.attach(wait);
            return wait.await();
        } catch (SynthesisException e) {
            if (e.code() == Code.CANCELLED && job.interrupted()) {
                return job.images();
            }
            throw e;
        }
    }

    private static String file(SynthesizedImage image, boolean karras) {
        PngFile png = PngFile.of(image, Map.of(Infotext.KEYWORD, Infotext.of(image, karras)));
        return Base64.getEncoder().encodeToString(png.bytes());
    }
}
