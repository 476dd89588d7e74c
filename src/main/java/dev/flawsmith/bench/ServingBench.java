package dev.flawsmith.bench;

import dev.flawsmith.guard.GuardPolicy;
import dev.flawsmith.http.FlawsmithServer;
import dev.flawsmith.http.ServerOptions;
import dev.flawsmith.image.Png;
import dev.flawsmith.sampling.Noise;
import dev.flawsmith.synthesis.ModelDescription;
import dev.flawsmith.synthesis.RecipeText;
import dev.flawsmith.synthesis.RequestDraft;
import dev.flawsmith.synthesis.SynthesisListener;
import dev.flawsmith.synthesis.SynthesizedImage;
import dev.flawsmith.synthesis.Synthesizer;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * Requests over HTTP that share network calls, in turns with what they are held against: closed-loop clients of single
 * images against requests of as many images without HTTP, and newcomers during a great job against the same arrivals before
 * a server that serves one request at a time. The loop is measured twice: by the first requests of a server, and by those
 * after {@code warmUpPerClient} more of each client, which the limit is held against. Two servers on loopback share the models; one is idle at any time.
 */
public final class ServingBench {
    private static final double ONLINE_LIMIT = 0.95;
    private static final double NEWCOMER_LIMIT = 0.1;
    private static final double QUANTILE = 0.95;

    /**
     * How much is asked.
     *
     * @param steps sampler steps of every image here and there; as many as the model takes by default, since with fewer
     *     what is not the network weighs more than it does for a user
     * @param clients closed-loop clients, each with one request open at any time
     * @param warmUpPerClient requests of one image in one step that each sends beforehand
     * @param imagesPerClient requests of one image that each sends, one after the other; enough that the loop's end, where
     *     clients have stopped and calls are not full, weighs little
     * @param jobImages images of the job
     * @param newcomers requests of one image that arrive during the job
     */
    record Load(int steps, int clients, int warmUpPerClient, int imagesPerClient, int jobImages, int newcomers) {
        static Load standard(Subject subject) {
            return new Load(subject.model().manifest().denoisingDefaults().steps(), 16, 100, 12, 256, 32);
        }
    }

    private final Subject subject;
    private final Load load;
    private final int rounds;

    public ServingBench(Subject subject, int rounds) {
        this(subject, Load.standard(subject), rounds);
    }

    ServingBench(Subject subject, Load load, int rounds) {
        this.subject = subject;
        this.load = load;
        this.rounds = rounds;
    }

    /** Measures. */
    public Outcome run() {
        ServerOptions options = ServerOptions.defaults().withPort(0);
        ExecutorService threads = Executors.newFixedThreadPool(Math.max(load.clients(), load.newcomers()) + 1);
        try (ServedModels models = subject.served().get()) {
            try (FlawsmithServer sharing = FlawsmithServer.start(models.synthesizer(), options);
                    FlawsmithServer locked =
                            FlawsmithServer.start(new LockedSynthesizer(models.synthesizer()), options)) {
                return run(
                        new Client(models.synthesizer().models().get(0), sharing, threads),
                        new Client(models.synthesizer().models().get(0), locked, threads),
                        models.synthesizer());
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private Outcome run(Client sharing, Client locked, Synthesizer models) {
        int images = load.clients() * load.imagesPerClient();
        List<Double> offline = new ArrayList<>();
        List<Double> online = new ArrayList<>();
        List<Double> newcomer = new ArrayList<>();
        List<Double> newcomerLocked = new ArrayList<>();
        List<Double> job = new ArrayList<>();
        List<Double> jobLocked = new ArrayList<>();
        offline(models, load.clients());
        double offlineCold = images / Stopwatch.seconds(() -> offline(models, images));
        double onlineCold = images / Stopwatch.seconds(() -> sharing.closedLoop(load.imagesPerClient()));
        sharing.warmUp();
        for (int round = 0; round < rounds; round++) {
            // Before and behind: a host that grows slower or faster meanwhile does so to both sides alike.
            double before = Stopwatch.seconds(() -> offline(models, images));
            online.add(images / Stopwatch.seconds(() -> sharing.closedLoop(load.imagesPerClient())));
            offline.add(2 * images / (before + Stopwatch.seconds(() -> offline(models, images))));
            double[] arrivals = arrivals(round, load.jobImages() / Statistics.median(offline));
            job.add(sharing.job(arrivals, newcomer));
            jobLocked.add(locked.job(arrivals, newcomerLocked));
        }
        List<Double> ratios = IntStream.range(0, rounds)
                .mapToObj(round -> online.get(round) / offline.get(round))
                .toList();
        double p95 = Statistics.quantile(newcomer, QUANTILE);
        double p95Locked = Statistics.quantile(newcomerLocked, QUANTILE);
        return new Outcome(
                sharing.model.engine(),
                List.of(
                        Result.plain("steps", load.steps(), "steps"),
                        Result.plain("clients", load.clients(), "clients"),
                        Result.plain("offline_images_per_second", Statistics.median(offline), "images/s"),
                        Result.plain("online_images_per_second", Statistics.median(online), "images/s"),
                        Result.atLeast("online_over_offline", Statistics.median(ratios), "ratio", ONLINE_LIMIT),
                        Result.plain("online_over_offline_cold", onlineCold / offlineCold, "ratio"),
                        Result.plain("job_images", load.jobImages(), "images"),
                        Result.plain("job_seconds", Statistics.median(job), "s"),
                        Result.plain("job_seconds_lock", Statistics.median(jobLocked), "s"),
                        Result.plain("newcomers", newcomer.size(), "requests"),
                        Result.plain("newcomer_median_seconds", Statistics.median(newcomer), "s"),
                        Result.plain("newcomer_median_seconds_lock", Statistics.median(newcomerLocked), "s"),
                        Result.plain("newcomer_p95_seconds", p95, "s"),
                        Result.plain("newcomer_p95_seconds_lock", p95Locked, "s"),
                        Result.atMost("newcomer_p95_over_lock", p95 / p95Locked, "ratio", NEWCOMER_LIMIT)));
    }

    /**
     * When newcomers arrive, seconds after the job: evenly at random between a twentieth and nine tenths of what the job
     * would take alone, so that all meet it. The same for both servers.
     */
    private double[] arrivals(int round, double jobSeconds) {
        Noise noise = new Noise(round, 0);
        return IntStream.range(0, load.newcomers())
                .mapToDouble(i -> (0.05 + 0.85 * noise.uniform(0, i)) * jobSeconds)
                .sorted()
                .toArray();
    }

    private void offline(Synthesizer models, int n) {
        ModelDescription model = models.models().get(0);
        RequestDraft draft = new RequestDraft(
                model.name(),
                model.classes().get(0),
                null,
                (long) n,
                1L,
                (long) load.steps(),
                null,
                null,
                GuardPolicy.FLAG);
        for (SynthesizedImage image : models.submit(models.check(draft), SynthesisListener.NONE)
                .images()
                .join()) {
            if (Png.encode(image.released().image(), RecipeText.of(image)).length == 0) {
                throw new IllegalStateException("an empty PNG");
            }
        }
    }

    /** What is asked of one server. */
    private final class Client {
        private final ModelDescription model;
        private final ImageClient http;
        private final ExecutorService threads;

        Client(ModelDescription model, FlawsmithServer server, ExecutorService threads) {
            this.model = model;
            this.http = new ImageClient(URI.create("http://127.0.0.1:" + server.port()));
            this.threads = threads;
        }

        private byte[] draw(int n, long seed) {
            return http.draw(model.name(), model.classes().get(0), n, seed, load.steps());
        }

        /**
         * A server runs for weeks: what it does is compiled. Its first hundreds of requests cost it several times the
         * processor time of later ones, and as good as the same however few steps they take.
         */
        private void warmUp() {
            closedLoop(load.warmUpPerClient(), 1);
        }

        /** Every client sends so many requests, each when its last one is answered. */
        private void closedLoop(int requests) {
            closedLoop(requests, load.steps());
        }

        private void closedLoop(int requests, int steps) {
            List<Callable<Boolean>> clients = new ArrayList<>();
            for (int c = 0; c < load.clients(); c++) {
                long seed = (long) c * requests;
                clients.add(() -> {
                    for (int i = 0; i < requests; i++) {
                        http.draw(model.name(), model.classes().get(0), 1, seed + i, steps);
                    }
                    return true;
                });
            }
            all(clients.stream().map(threads::submit).toList());
        }

        /** Seconds of the job; adds the latency of every newcomer that met it. */
        private double job(double[] arrivals, List<Double> latencies) {
            long start = System.nanoTime();
            Future<Double> job = threads.submit(() -> {
                draw(load.jobImages(), 1);
                return (System.nanoTime() - start) / 1e9;
            });
            List<Future<double[]>> newcomers = Arrays.stream(arrivals)
                    .mapToObj(arrival -> threads.submit(() -> newcomer(start, arrival)))
                    .toList();
            double seconds = all(List.of(job)).get(0);
            List<double[]> answered = all(newcomers);
            for (double[] arrivedAndLatency : answered) {
                if (arrivedAndLatency[0] < seconds) {
                    latencies.add(arrivedAndLatency[1]);
                }
            }
            return seconds;
        }

        private double[] newcomer(long start, double arrival) throws InterruptedException {
            long wait = start + (long) (arrival * 1e9) - System.nanoTime();
            if (wait > 0) {
                Thread.sleep(wait / 1_000_000, (int) (wait % 1_000_000));
            }
            long sent = System.nanoTime();
            draw(1, (long) (arrival * 1e6));
            return new double[] {(sent - start) / 1e9, (System.nanoTime() - sent) / 1e9};
        }
    }

    private static <T> List<T> all(List<Future<T>> futures) {
        try {
            List<T> values = new ArrayList<>();
            for (Future<T> future : futures) {
                values.add(future.get());
            }
            return values;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof BenchException known) {
                throw known;
            }
            throw new BenchException(null, "expected every request answered, found " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException(null, "expected every request answered, found an interruption", e);
        }
    }
}
