package dev.flawsmith.http;

import dev.flawsmith.http.openapi.ApiRoute;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.CRC32;

/** The web page: a fixed list of files, read once from the class path, so no path of a request ever names a file. */
final class PageFiles {
    private static final List<String> FILES = List.of(
            "index.html",
            "icon.svg",
            "style.css",
            "gallery.css",
            "studio.css",
            "results.css",
            "app.js",
            "api.js",
            "sse.js",
            "dom.js",
            "form.js",
            "generate.js",
            "gallery.js",
            "lens.js",
            "badge.js",
            "specform.js",
            "datasets.js",
            "job.js",
            "state.js",
            "joblist.js",
            "result.js",
            "contents.js",
            "browse.js",
            "pictures.js",
            "report.js",
            "card.js",
            "adopt.js",
            "download.js",
            "audit.js",
            "tar.js",
            "models.js",
            "token.js");

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml");

    private PageFiles() {}

    static void addTo(RoutesConfig routes) {
        FILES.forEach(name -> {
            String contentType = Objects.requireNonNull(TYPES.get(name.substring(name.lastIndexOf('.') + 1)), name);
            byte[] content = load(name);
            String tag = tag(content);
            routes.get(path(name), ctx -> answer(ctx, contentType, content, tag));
        });
    }

    /** The files as routes that everybody may ask. */
    static List<ApiRoute> routes() {
        return FILES.stream().map(name -> ApiRoute.pageFile(path(name))).toList();
    }

    private static String path(String name) {
        return name.equals("index.html") ? "/" : "/page/" + name;
    }

    private static void answer(Context ctx, String contentType, byte[] content, String tag) {
        ctx.header("Cache-Control", "no-cache").header("ETag", tag);
        if (tag.equals(ctx.header("If-None-Match"))) {
            ctx.status(304);
        } else {
            ctx.contentType(contentType).result(content);
        }
    }

    private static byte[] load(String name) {
        try (InputStream in = PageFiles.class.getResourceAsStream("page/" + name)) {
            if (in == null) {
                throw new IllegalStateException("the page's file " + name + " is missing from the jar");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the page's file " + name, e);
        }
    }

    private static String tag(byte[] content) {
        CRC32 crc = new CRC32();
        crc.update(content);
        return "\"" + Long.toHexString(crc.getValue()) + "-" + content.length + "\"";
    }
}
