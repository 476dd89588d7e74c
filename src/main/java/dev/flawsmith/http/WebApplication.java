package dev.flawsmith.http;

import dev.flawsmith.http.automatic1111.Automatic1111Errors;
import dev.flawsmith.http.automatic1111.Automatic1111Routes;
import dev.flawsmith.http.metrics.ServerMetrics;
import dev.flawsmith.http.openai.GenerationsEndpoint;
import dev.flawsmith.jobs.JobService;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.router.Endpoint;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the routes, the error mapper and Jetty together. */
final class WebApplication {
    private static final Logger LOG = LoggerFactory.getLogger(WebApplication.class);
    /** Threads beyond those that image requests hold: for Jetty itself, health, models and the page. */
    private static final int SPARE_THREADS = 24;
    /** Event streams of jobs, streams of images taken up again, and downloads: each on a thread of its own. */
    private static final int MOST_STREAMS = 16;

    private static final int MOST_STREAMS_EACH = 8;
    /** Open connections, idle ones included; further ones wait to be accepted. */
    private static final int MOST_CONNECTIONS = 1024;
    /** How long a thread that nobody needs is kept. */
    private static final int IDLE_THREAD_MILLIS = 10_000;
    /** How long Jetty waits for the last bytes of answers that are already written. */
    private static final int FLUSH_MILLIS = 2_000;

    private final Services services;
    private final ServerOptions options;
    private final Admission admission;
    private final ErrorMapper errors;
    private final Access access;
    private final SiteCheck sites;
    private final ServerMetrics metrics;
    private final CallerSlots streamSlots =
            new CallerSlots("too_many_streams", "event streams and downloads", MOST_STREAMS, MOST_STREAMS_EACH);

    WebApplication(
            Services services, ServerOptions options, Admission admission, Access access, ServerMetrics metrics) {
        this.services = services;
        this.options = options;
        this.admission = admission;
        this.errors = new ErrorMapper(options.retryAfter(), metrics::refused, List.of(new Automatic1111Errors()));
        this.access = access;
        this.metrics = metrics;
        this.sites = new SiteCheck(!access.hasTokens() && options.isLoopback());
    }

    Javalin create() {
        return Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.startup.showOldJavalinVersionWarning = false;
            config.startup.startupWatcherEnabled = false;
            // PNG is compressed already, and a compressor would hold events back.
            config.http.compressionStrategy = CompressionStrategy.NONE;
            config.http.prefer405over404 = true;
            config.router.javaLangErrorHandler((response, error) -> {
                String id = String.valueOf(response.getHeader(RequestId.HEADER));
                LOG.error("request {} failed", id, error);
                writeInternalError(response, id);
            });
            listen(config);
            route(config.routes);
            config.requestLogger.http(this::log);
        });
    }

    private void listen(JavalinConfig config) {
        int mostThreads = options.maxRequests() + SPARE_THREADS + MOST_STREAMS;
        QueuedThreadPool threads = new QueuedThreadPool(mostThreads, 4, IDLE_THREAD_MILLIS);
        threads.setMaxEvictCount(mostThreads); // Jetty lets one go at a time else
        config.jetty.threadPool = threads;
        SlowClients slow = new SlowClients(options.idleTimeout(), System::nanoTime);
        config.jetty.modifyServer(server -> {
            server.setErrorHandler(new JettyErrors(metrics::refused));
            server.addBean(new NetworkConnectionLimit(MOST_CONNECTIONS, server));
            server.insertHandler(slow);
            server.insertHandler(new GracefulHandler());
            server.insertHandler(new HeadAsGet());
            server.setStopTimeout(FLUSH_MILLIS);
        });
        config.jetty.addConnector((server, http) -> {
            http.setSendServerVersion(false);
            ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
            connector.setHost(options.host());
            connector.setPort(options.port());
            connector.setIdleTimeout(options.idleTimeout().toMillis());
            connector.addEventListener(slow);
            return connector;
        });
    }

    private void route(RoutesConfig routes) {
        routes.before(ctx -> {
            RequestId.assign(ctx);
            SecurityHeaders.ALL.forEach(ctx::header);
            sites.check(ctx);
            RequestBody.requireKnownCharset(ctx.req());
        });
        routes.beforeMatched(access::check);
        JobService jobs = services.jobs();
        HealthEndpoints health = new HealthEndpoints(admission, services.synthesizer(), jobs);
        routes.get("/healthz", health::health);
        routes.get("/readyz", health::readiness);
        parts().forEach(part -> part.addTo(routes));
        if (jobs != null) {
            new JobRoutes(jobs, options, admission, errors, streamSlots).addTo(routes);
        }
        routes.get("/openapi.json", new OpenApiEndpoint(ApiRoutes.of(services)));
        DocsPage.addTo(routes);
        PageFiles.addTo(routes);
        routes.exception(Exception.class, errors::write);
        routes.exception(HttpResponseException.class, errors::write);
        routes.exception(ClientGoneException.class, (e, ctx) -> ctx.status(499));
        routes.exception(FileSystemException.class, (e, ctx) -> {
            // Of the server's own disk, not of the client's connection.
            if (ctx.res().isCommitted()) {
                LOG.error("request {} failed on its way out", RequestId.of(ctx), e);
                ctx.status(499);
            } else {
                errors.write(e, ctx);
            }
        });
        routes.exception(IOException.class, (e, ctx) -> {
            // The client's connection broke while it was read or written: it may still listen in the first case.
            LOG.debug("request {}: {}", RequestId.of(ctx), e.toString());
            if (ctx.res().isCommitted()) {
                ctx.status(499);
            } else {
                ctx.header("Connection", "close");
                errors.write(RequestBody.broken(e), ctx);
            }
        });
    }

    private List<Routes> parts() {
        ImageRequests requests =
                new ImageRequests(services.synthesizer(), options, admission, errors, InstantSource.system());
        StreamShelf streams = new StreamShelf(System::nanoTime);
        return List.of(
                new ModelsEndpoint(requests, requests.now(), services.exhibits()),
                new ExhibitEndpoints(services.exhibits()),
                new ImagesEndpoint(requests, streams),
                new ImageStreams(streams, streamSlots, admission, errors),
                new StoredImages(requests.store()),
                new GenerationsEndpoint(requests),
                new Automatic1111Routes(requests),
                new MetricsEndpoint(metrics));
    }

    /** For what is not even an exception, such as no memory left. */
    private static void writeInternalError(HttpServletResponse response, String id) {
        try {
            response.setStatus(500);
            response.setContentType("application/json");
            response.getOutputStream()
                    .write(Json.write(ErrorMapper.internal("internal_error", id).body()));
        } catch (IOException e) {
            LOG.debug("request {}: {}", id, e.toString());
        }
    }

    /** One line a request: never its body, and so never a prompt. */
    private void log(Context ctx, float milliseconds) {
        Endpoint route = ctx.endpoints().matchedHttpEndpoint();
        metrics.answered(
                route == null ? "other" : HeadAsGet.method(ctx),
                route == null ? "unmatched" : route.path,
                ctx.statusCode(),
                Duration.ofNanos((long) (milliseconds * 1e6)));
        AccessLog.write(ctx, milliseconds);
        RequestId.forget();
    }
}
