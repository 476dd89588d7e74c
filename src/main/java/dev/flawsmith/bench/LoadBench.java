package dev.flawsmith.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server under many connections at once, from a second process: requests that are right, wrong and abandoned. Nothing
 * may come back but what was designed; {@code /healthz} must answer quickly meanwhile; memory and threads must return to
 * where they were after a first, shorter burst of the same kind, which does not count.
 */
public final class LoadBench {
    private static final Logger log = LoggerFactory.getLogger(LoadBench.class);
    private static final double HEALTH_LIMIT_MILLIS = 50;
    private static final double RESIDENT_LIMIT = 1.1;
    private static final double THREADS_LIMIT = 8;
    private static final int IDLE_QUESTIONS = 500;
    private static final Duration HEALTH_EVERY = Duration.ofMillis(20);
    private static final Duration SETTLE_LIMIT = Duration.ofSeconds(40);
    /** What a client that is refused waits; a fourth of what {@code Retry-After} asks for. */
    private static final Duration BACK_OFF = Duration.ofMillis(500);
    /** A heap that is all there from the start, so that what resident memory gains is not the heap's. */
    private static final Map<String, String> HEAP =
            Map.of("FLAWSMITH_JAVA_OPTS", "-Xms768m -Xmx768m -XX:+AlwaysPreTouch");

    private final List<String> server;
    private final String model;
    private final int connections;
    private final int seconds;

    /**
     * @param server the command line of a server on any free port of 127.0.0.1, as {@link StartupBench} takes it
     * @param model a model that is asked for beside the rule-based one, in few steps
     * @param connections at once, each with one request open
     * @param seconds of load, at least 4
     */
    public LoadBench(List<String> server, String model, int connections, int seconds) {
        this.server = List.copyOf(server);
        this.model = model;
        this.connections = connections;
        this.seconds = seconds;
    }

    /** What came back. */
    private record Replies(List<LoadClient.Reply> replies, List<Double> healthMillis, List<String> broken) {
        double count(Predicate<LoadClient.Reply> of) {
            return replies.stream().filter(of).count();
        }
    }

    /**
     * Measures.
     *
     * @throws BenchException if the server does not start, or ends
     */
    public Outcome run() {
        try (ServerProcess process = ServerProcess.start(server, HEAP)) {
            List<String> bodies = bodies(new ImageClient(process.url()));
            burst(process, bodies, Math.max(3, seconds / 4));
            List<Double> idle = idleHealth(process.url());
            int threadsBefore = settledThreads(process, Integer.MAX_VALUE);
            double residentBefore = process.residentMib();
            Replies found = burst(process, bodies, seconds);
            int threadsAfter = settledThreads(process, threadsBefore);
            double residentAfter = process.residentMib();
            if (!process.alive()) {
                throw new BenchException(null, "expected the server to live, found that it ended", null);
            }
            found.broken().stream().limit(5).forEach(why -> log.warn("a connection broke: {}", why));
            return new Outcome(
                    "process",
                    List.of(
                            Result.plain("connections", connections, ""),
                            Result.plain("answers_per_second", found.count(r -> r.status() > 0) / seconds, "1/s"),
                            Result.plain("images", found.count(r -> r.status() == 200), ""),
                            Result.plain("refused_full", found.count(r -> r.status() == 429), ""),
                            Result.plain("refused_wrong", found.count(r -> r.status() == 400 || r.status() == 404), ""),
                            Result.plain("abandoned", found.count(r -> r.status() == 0), ""),
                            none("server_errors", found.count(LoadClient.Reply::serverError)),
                            none("unexpected_answers", found.count(r -> !r.expected())),
                            none("broken_connections", found.broken().size()),
                            Result.plain("healthz_p99_idle", Statistics.quantile(idle, 0.99), "ms"),
                            Result.plain("healthz_p50", Statistics.quantile(found.healthMillis(), 0.5), "ms"),
                            Result.atMost(
                                    "healthz_p99",
                                    Statistics.quantile(found.healthMillis(), 0.99),
                                    "ms",
                                    HEALTH_LIMIT_MILLIS),
                            Result.plain("threads_before", threadsBefore, ""),
                            Result.atMost("threads_gained", threadsAfter - threadsBefore, "", THREADS_LIMIT),
                            Result.plain("resident_before", residentBefore, "MiB"),
                            Result.atMost("resident_growth", residentAfter / residentBefore, "", RESIDENT_LIMIT)));
        }
    }

    /** A count that must be nothing: there is no ratio to nothing. */
    private static Result none(String name, double value) {
        return new Result(name, value, "", 0.0, null, Result.Bound.AT_MOST);
    }

    private List<String> bodies(ImageClient client) {
        List<String> bodies = new ArrayList<>();
        for (String each : List.of("procedural", "procedural", "procedural", model)) {
            for (int seed = 0; seed < 8; seed++) {
                String className =
                        client.describe(each).path("classes").path(seed % 3).asText();
                String steps = each.equals(model) ? ", \"steps\": 2" : "";
                bodies.add("{\"model\": \"" + each + "\", \"class\": \"" + className + "\", \"seed\": " + seed + steps
                        + "}");
            }
        }
        return bodies;
    }

    private Replies burst(ServerProcess process, List<String> bodies, int howLong) {
        Queue<LoadClient.Reply> replies = new ConcurrentLinkedQueue<>();
        Queue<String> broken = new ConcurrentLinkedQueue<>();
        List<Double> health = new ArrayList<>();
        long end = System.nanoTime() + Duration.ofSeconds(howLong).toNanos();
        HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        CountDownLatch done = new CountDownLatch(connections);
        for (int i = 0; i < connections; i++) {
            LoadClient client = new LoadClient(http, process.url(), bodies, i);
            Thread thread = new Thread(
                    () -> {
                        try {
                            ask(client, end, replies, broken);
                        } finally {
                            done.countDown();
                        }
                    },
                    "load-" + i);
            thread.setDaemon(true);
            thread.start();
        }
        try (HealthProbe probe = new HealthProbe(process.url())) {
            while (System.nanoTime() < end) {
                health.add(probe.millis());
                pause(HEALTH_EVERY);
            }
            if (!done.await(5, TimeUnit.MINUTES)) {
                throw new BenchException(null, "expected every request to end, found some open after 5 min", null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException(null, "expected to finish, found an interruption", e);
        } catch (IOException e) {
            throw new BenchException(null, "expected /healthz to answer, found " + e, e);
        }
        return new Replies(List.copyOf(replies), health, List.copyOf(broken));
    }

    private static void ask(LoadClient client, long end, Queue<LoadClient.Reply> replies, Queue<String> broken) {
        try {
            while (System.nanoTime() < end) {
                try {
                    LoadClient.Reply reply = client.send();
                    replies.add(reply);
                    if (reply.status() == 429 || reply.status() == 503) {
                        pause(BACK_OFF);
                    }
                } catch (IOException e) {
                    broken.add(e.toString());
                    pause(BACK_OFF);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The same question to a server at rest: what this machine and its other work make of it. */
    private static List<Double> idleHealth(URI base) {
        List<Double> millis = new ArrayList<>();
        try (HealthProbe probe = new HealthProbe(base)) {
            for (int i = 0; i < IDLE_QUESTIONS; i++) {
                millis.add(probe.millis());
            }
        } catch (IOException e) {
            throw new BenchException(null, "expected /healthz to answer, found " + e, e);
        }
        return millis;
    }

    /** Waits until the threads are few enough, or become no fewer for a while: idle ones end after some seconds. */
    private static int settledThreads(ServerProcess process, int enough) {
        long end = System.nanoTime() + SETTLE_LIMIT.toNanos();
        int least = process.threads();
        long since = System.nanoTime();
        try {
            while (System.nanoTime() < end && System.nanoTime() - since < SETTLE_LIMIT.toNanos() / 2) {
                if (process.threads() < least) {
                    least = process.threads();
                    since = System.nanoTime();
                }
                if (least <= enough && enough != Integer.MAX_VALUE) {
                    break;
                }
                pause(Duration.ofSeconds(1));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return least;
    }

    private static void pause(Duration time) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(time.toMillis());
    }
}
