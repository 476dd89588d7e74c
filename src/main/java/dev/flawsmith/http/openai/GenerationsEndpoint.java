package dev.flawsmith.http.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flawsmith.http.FormBody;
import dev.flawsmith.http.ImageRequests;
import dev.flawsmith.http.Json;
import dev.flawsmith.http.PngFile;
import dev.flawsmith.http.Routes;
import dev.flawsmith.synthesis.SynthesizedImage;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/** {@code POST /v1/images/generations} and {@code POST /v1/images/edits}, as OpenAI's clients ask for images. */
public final class GenerationsEndpoint implements Routes {
    /** A host with or without a port, as the header {@code Host} names this server. */
    private static final Pattern HOST = Pattern.compile("([A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])(:\\d{1,5})?");

    private final ImageRequests requests;
    private final GenerationReader generations;
    private final EditReader edits;

    public GenerationsEndpoint(ImageRequests requests) {
        this.requests = requests;
        this.generations = new GenerationReader(requests);
        this.edits = new EditReader(generations);
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.post("/v1/images/generations", ctx -> requests.admit(ctx, this::generate));
        routes.post("/v1/images/edits", ctx -> requests.admitForm(ctx, this::edit));
    }

    private void generate(Context ctx, ObjectNode json) throws IOException {
        answer(ctx, generations.read(json), GenerationEventBody.GENERATION);
    }

    private void edit(Context ctx, FormBody form) throws IOException {
        answer(ctx, edits.read(form), GenerationEventBody.EDIT);
    }

    private void answer(Context ctx, Generation generation, String kind) throws IOException {
        if (generation.stream()) {
            requests.stream(ctx, generation.request(), new GenerationEvents(requests, generation, kind));
            return;
        }
        List<GenerationBody.Image> images = requests.draw(ctx, generation.request()).stream()
                .map(image -> body(ctx, image, generation.asUrl()))
                .toList();
        GenerationBody body = GenerationBody.of(requests.now(), images, generation.look());
        ImageRequests.write(ctx, "application/json", Json.write(body));
    }

    private GenerationBody.Image body(Context ctx, SynthesizedImage image, boolean asUrl) {
        PngFile png = PngFile.of(image);
        String id = requests.store().add(png);
        GenerationBody.Facts facts = GenerationBody.Facts.of(image, png, id);
        return asUrl
                ? new GenerationBody.Image(null, address(ctx) + "/v1/images/" + id, null, facts)
                : new GenerationBody.Image(Base64.getEncoder().encodeToString(png.bytes()), null, null, facts);
    }

    /** This server as the client addressed it; only a path where it named no proper host. */
    private static String address(Context ctx) {
        String host = ctx.header("Host");
        return host != null && HOST.matcher(host).matches() ? ctx.scheme() + "://" + host : "";
    }
}
