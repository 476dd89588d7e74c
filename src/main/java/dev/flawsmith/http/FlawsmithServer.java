package dev.flawsmith.http;

import dev.flawsmith.http.metrics.ServerMetrics;
import dev.flawsmith.http.security.TokenFileException;
import dev.flawsmith.jobs.JobService;
import dev.flawsmith.synthesis.Synthesizer;
import io.javalin.Javalin;
import io.javalin.util.JavalinException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server: image requests, the list of models, health, and the web page. Thread-safe.
 *
 * <p>The server takes the synthesizer over: {@link #close()} closes it in the middle of its own stop, because only that makes
 * the queued requests fail and lets the ones in flight finish while both can still be answered.
 */
public final class FlawsmithServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FlawsmithServer.class);
    /** After {@code stopTimeout}, how long requests have to answer that they were given up. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final Javalin app;
    private final Synthesizer synthesizer;
    private final ServerOptions options;
    private final Admission admission;
    private final ServerMetrics metrics;

    private FlawsmithServer(
            Javalin app, Synthesizer synthesizer, ServerOptions options, Admission admission, ServerMetrics metrics) {
        this.app = app;
        this.synthesizer = synthesizer;
        this.options = options;
        this.admission = admission;
        this.metrics = metrics;
    }

    /** Starts a server that asks nobody for a token. */
    public static FlawsmithServer start(Synthesizer synthesizer, ServerOptions options) {
        return start(Services.of(synthesizer), options);
    }

    /**
     * Starts listening; the server is ready when this returns. If it throws, the services are still the caller's.
     *
     * @throws ServerStartException if the address cannot be bound, such as a port in use
     * @throws TokenFileException if the token file cannot be used
     */
    public static FlawsmithServer start(Services services, ServerOptions options) {
        Access access = new Access(services.access(), ApiRoutes.of(services));
        Admission admission = new Admission(options.maxRequests());
        ServerMetrics metrics = new ServerMetrics();
        metrics.watch(admission::inside, services.synthesizer()::images);
        JobService jobs = services.jobs();
        if (jobs != null) {
            metrics.watch(jobs);
        }
        Javalin app = new WebApplication(services, options, admission, access, metrics).create();
        try {
            app.start(options.host(), options.port());
        } catch (JavalinException e) {
            metrics.close();
            throw new ServerStartException(options.port(), explain(options, e), e);
        }
        FlawsmithServer server = new FlawsmithServer(app, services.synthesizer(), options, admission, metrics);
        services.synthesizer().listen(metrics);
        LOG.info("listening on http://{}:{}", options.host(), server.port());
        return server;
    }

    /** The port that the server listens on, also where port 0 was asked for. */
    public int port() {
        return app.port();
    }

    /**
     * Stops gracefully: {@code /readyz} and new requests answer 503, queued ones fail with 503, those in flight finish;
     * what has not finished within {@code stopTimeout} is cancelled and answered 503. Returns within
     * {@code stopTimeout} plus about four seconds. Closes the synthesizer. Calling it again does nothing.
     */
    @Override
    public void close() {
        if (!admission.stop()) {
            return;
        }
        long deadline = System.nanoTime() + options.stopTimeout().toNanos();
        Thread closing = new Thread(synthesizer::close, "flawsmith-close");
        closing.setDaemon(true);
        closing.start();
        try {
            if (!admission.awaitEmpty(remaining(deadline))) {
                LOG.warn("requests in flight did not finish within {}; giving them up", options.stopTimeout());
                admission.abandon();
                admission.awaitEmpty(LAST_WORDS);
            }
            closing.join(Math.max(1, remaining(deadline).toMillis()));
        } catch (InterruptedException e) {
            admission.abandon();
            Thread.currentThread().interrupt();
        }
        try {
            app.stop();
        } catch (JavalinException e) {
            // Jetty has stopped all the same; it says so where a client took its last bytes too slowly, or was gone.
            LOG.warn("connections were cut before their last bytes were taken: {}", String.valueOf(e.getCause()));
        }
        metrics.close();
        LOG.info("stopped");
    }

    private static Duration remaining(long deadline) {
        return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    }

    private static String explain(ServerOptions options, JavalinException e) {
        String address = options.host() + ":" + options.port();
        String cause = String.valueOf(e.getMessage());
        if (cause.contains("already in use")) {
            return "cannot listen on " + address + ": the port is in use. Stop the program that holds it"
                    + " (ss -ltnp 'sport = :" + options.port()
                    + "' names it), or choose another port; 0 takes any free one.";
        }
        if (cause.contains("elevated privileges")) {
            return "cannot listen on " + address + ": ports below 1024 need privileges. Choose one from 1024 to 65535.";
        }
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return "cannot listen on " + address + ": " + root + ". Check that the host is an address of this machine.";
    }
}
