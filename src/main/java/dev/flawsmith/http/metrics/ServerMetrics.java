package dev.flawsmith.http.metrics;

import dev.flawsmith.guard.Verdict;
import dev.flawsmith.jobs.JobService;
import dev.flawsmith.synthesis.ModelListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A server's figures, in Prometheus' words; docs/operations.md lists them. Tags take few values: route templates, not
 * paths; names of models, not what callers call them. Thread-safe.
 */
public final class ServerMetrics implements ModelListener, AutoCloseable {
    private static final String MODEL = "model";
    private static final Duration[] REQUEST_BUCKETS = {
        Duration.ofMillis(5),
        Duration.ofMillis(25),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(2),
        Duration.ofSeconds(10),
        Duration.ofSeconds(60)
    };
    private static final Duration[] CALL_BUCKETS = {
        Duration.ofMillis(2),
        Duration.ofMillis(10),
        Duration.ofMillis(50),
        Duration.ofMillis(250),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(30)
    };

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ProcessMetrics process = new ProcessMetrics();
    private boolean processBound; // guarded by this
    private volatile @Nullable JobFigures jobs; // a gauge alone does not keep it

    /** Begins to count. */
    public ServerMetrics() {}

    /**
     * Watches what is waiting.
     *
     * @param requests image requests that hold a place
     * @param images images of each model that are admitted and not finished; the same models at every call
     */
    public void watch(IntSupplier requests, Supplier<Map<String, Integer>> images) {
        Gauge.builder("flawsmith.http.image.requests", requests::getAsInt)
                .description("Image requests under way")
                .register(registry);
        for (String model : images.get().keySet()) {
            Gauge.builder("flawsmith.images.admitted", images, all -> all.get().getOrDefault(model, 0))
                    .description("Images admitted and not finished: waiting or under way")
                    .tag(MODEL, model)
                    .strongReference(true) // nobody else keeps the supplier
                    .register(registry);
        }
    }

    /**
     * A request was answered.
     *
     * @param route its template, such as {@code /v1/models}
     */
    public void answered(String method, String route, int status, Duration took) {
        Timer.builder("http.server.requests")
                .description("Requests, from their headers to the end of the answer")
                .tag("method", method)
                .tag("route", route)
                .tag("status", Integer.toString(status))
                .serviceLevelObjectives(REQUEST_BUCKETS)
                .register(registry)
                .record(took);
    }

    /** A request was refused or failed, with the code of its error. */
    public void refused(String code) {
        Counter.builder("flawsmith.http.rejects")
                .description("Requests refused or failed, by the code of the error")
                .tag("code", code)
                .register(registry)
                .increment();
    }

    @Override
    public void called(String model, int rows, int bucket, Duration took, boolean answered) {
        Timer.builder("flawsmith.network.call")
                .description("Network calls: a tick's latency")
                .tag(MODEL, model)
                .tag("answered", Boolean.toString(answered))
                .serviceLevelObjectives(CALL_BUCKETS)
                .register(registry)
                .record(took);
        DistributionSummary.builder("flawsmith.batch.occupancy")
                .description("Rows used of the rows of a network call, the rest being padding")
                .baseUnit("ratio")
                .tag(MODEL, model)
                .register(registry)
                .record((double) rows / bucket);
        Counter.builder("flawsmith.network.rows")
                .description("Evaluations asked of the network")
                .tag(MODEL, model)
                .register(registry)
                .increment(rows);
    }

    @Override
    public void released(String model, Verdict verdict) {
        Counter.builder("flawsmith.images")
                .description("Images released")
                .tag(MODEL, model)
                .register(registry)
                .increment();
        verdict(model, verdict.wireName());
    }

    @Override
    public void rejected(String model) {
        verdict(model, "too_close");
    }

    private void verdict(String model, String verdict) {
        Counter.builder("flawsmith.guard.verdicts")
                .description("Comparisons with the training photos, images drawn anew or withheld included")
                .tag(MODEL, model)
                .tag("verdict", verdict)
                .register(registry)
                .increment();
    }

    /** Watches jobs, too. */
    public void watch(JobService service) {
        JobFigures figures = new JobFigures(registry, service);
        service.listen(figures);
        service.listenToModels(this);
        jobs = figures;
    }

    /** All figures in Prometheus' text format, version 0.0.4. */
    public String scrape() {
        JobFigures figures = jobs;
        if (figures != null) {
            figures.read();
        }
        bindProcess(registry);
        return registry.scrape();
    }

    /** With the first scrape, so that a start need not wait for it: they are gauges of now, and the JVM's own totals. */
    private synchronized void bindProcess(MeterRegistry to) {
        if (!processBound) {
            processBound = true;
            process.bindTo(to);
        }
    }

    @Override
    public void close() {
        JobFigures figures = jobs;
        if (figures != null) {
            figures.close();
        }
        process.close();
        registry.close();
    }
}
