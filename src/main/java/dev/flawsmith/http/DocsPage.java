package dev.flawsmith.http;

import dev.flawsmith.http.openapi.ApiRoute;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * {@code /docs}: Swagger UI over {@code /openapi.json}, from this server alone. A fixed list of files, each read from the
 * class path when it is asked for.
 */
final class DocsPage {
    private static final String WEBJAR = "/META-INF/resources/webjars/swagger-ui/";
    private static final String WEBJAR_VERSION = "/META-INF/maven/org.webjars/swagger-ui/pom.properties";
    private static final String SCRIPT = "text/javascript; charset=utf-8";
    private static final String STYLE = "text/css; charset=utf-8";
    private static final Map<String, String> OWN = Map.of("/docs", "docs.html", "/docs/docs.js", "docs.js");
    private static final Map<String, String> SWAGGER =
            Map.of("/docs/swagger-ui.css", "swagger-ui.css", "/docs/swagger-ui-bundle.js", "swagger-ui-bundle.js");

    private DocsPage() {}

    static void addTo(RoutesConfig routes) {
        OWN.forEach((path, file) -> routes.get(path, ctx -> answer(ctx, file, "page/" + file)));
        SWAGGER.forEach((path, file) -> routes.get(path, ctx -> answer(ctx, file, WEBJAR + version() + "/" + file)));
    }

    /** The files as routes that everybody may ask. */
    static List<ApiRoute> routes() {
        return Stream.concat(OWN.keySet().stream(), SWAGGER.keySet().stream())
                .map(ApiRoute::pageFile)
                .toList();
    }

    private static void answer(Context ctx, String file, String resource) {
        String type = file.endsWith(".js") ? SCRIPT : file.endsWith(".css") ? STYLE : "text/html; charset=utf-8";
        ctx.header("Cache-Control", "max-age=3600").contentType(type).result(load(resource));
    }

    private static String version() {
        Properties properties = new Properties();
        try (InputStream in = open(WEBJAR_VERSION)) {
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read Swagger UI's version", e);
        }
    }

    private static byte[] load(String resource) {
        try (InputStream in = open(resource)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + resource, e);
        }
    }

    private static InputStream open(String resource) {
        InputStream in = DocsPage.class.getResourceAsStream(resource);
        if (in == null) {
            throw new IllegalStateException("expected " + resource + " on the class path, found nothing");
        }
        return in;
    }
}
