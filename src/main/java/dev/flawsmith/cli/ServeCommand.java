package dev.flawsmith.cli;

import dev.flawsmith.http.AccessOptions;
import dev.flawsmith.http.Exhibits;
import dev.flawsmith.http.FlawsmithServer;
import dev.flawsmith.http.ServerOptions;
import dev.flawsmith.http.Services;
import dev.flawsmith.http.security.TokenFileException;
import dev.flawsmith.jobs.JobService;
import dev.flawsmith.synthesis.ModelDescription;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code serve}: every model of a folder over HTTP, until the process is asked to stop. */
@Command(
        name = "serve",
        description = {
            "Serves images and a web page over HTTP.",
            "When it is asked to stop (Ctrl-C, SIGTERM), what is under way finishes and what waits is refused.",
            "Jobs that take long, such as datasets, are kept in a folder and gone on with after a stop, however sudden.",
            "A model package whose index is missing or whose files have changed is not served: nothing starts."
        })
final class ServeCommand extends FlawsmithCommand {
    @Option(names = "--port", paramLabel = "PORT", description = "Port; 0 takes any free one. Default: 8080.")
    int port = ServerOptions.defaults().port();

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            description = "Address to listen on; any but this machine's own needs --token-file."
                    + " Default: 127.0.0.1, this machine only.")
    String host = ServerOptions.defaults().host();

    @Option(names = "--models", paramLabel = "DIR", description = "Folder of model packages. Default: models.")
    @Nullable
    Path models;

    @Option(
            names = "--log",
            paramLabel = "FORMAT",
            description = "text, or json: one object a line, with the request's id. Default: text.")
    String log = LogFormat.TEXT.wireName();

    @Mixin
    final AccessChoice access = new AccessChoice();

    @Mixin
    final BatchingOptions batching = new BatchingOptions();

    @Mixin
    final JobOptions jobs = new JobOptions();

    @Mixin
    final EngineOptions network = new EngineOptions();

    @Override
    public Integer call() throws InterruptedException {
        long start = System.nanoTime();
        LogFormat.named(log).use();
        ServerOptions options = options();
        AccessOptions accessOptions = accessOptions(options);
        JobOptions.Checked wanted = jobs.check();
        ModelLibrary library = ModelLibrary.of(models);
        BatchSetting setting = BatchSetting.serve(options.requestTimeout(), batching);
        OpenModels opened = OpenModels.forServing(library.packages(), setting, network.wish());
        JobService working = wanted == null ? null : wanted.start(library, opened.synthesizer(), network.wish());
        FlawsmithServer server;
        try {
            server = FlawsmithServer.start(
                    Services.of(WarmUp.start(opened.synthesizer(), setting.warmUpSteps()))
                            .withAccess(accessOptions)
                            .withExhibits(exhibits(library))
                            .withJobs(working),
                    options);
        } catch (RuntimeException e) {
            close(working);
            opened.close();
            throw e;
        }
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            // Side by side: requests in flight finish while jobs come to a point where they can go on.
                            Thread ending = new Thread(() -> close(working), "stop-jobs");
                            ending.start();
                            server.close();
                            join(ending);
                            opened.close();
                            stopped.countDown();
                        },
                        "stop"));
        tell(server, opened, (System.nanoTime() - start) / 1e9);
        stopped.await();
        return Main.OK;
    }

    private Exhibits exhibits(ModelLibrary library) {
        return new Exhibits(
                library.packages().stream().collect(Collectors.toMap(ModelLibrary::name, folder -> folder)),
                jobs.photos);
    }

    private static void close(@Nullable JobService jobs) {
        if (jobs != null) {
            jobs.close();
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private ServerOptions options() {
        if (port < 0 || port > 65_535) {
            throw new InputException("port", "port: expected 0 to 65535, found " + port);
        }
        if (host.isBlank()) {
            throw new InputException("host", "host: expected an address, found an empty one");
        }
        return ServerOptions.defaults().withHost(host).withPort(port);
    }

    /** Without tokens nobody outside this machine is served. */
    private AccessOptions accessOptions(ServerOptions options) {
        AccessOptions chosen = access.options();
        if (chosen.tokenFile() == null && !options.isLoopback()) {
            throw new InputException(
                    "host",
                    "host: expected an address of this machine only, such as 127.0.0.1, or a --token-file, found "
                            + host
                            + " without one: anybody who reaches it could use the server."
                            + " 'flawsmith tokens new NAME --scopes SCOPES' makes a token");
        }
        try {
            chosen.verify();
        } catch (TokenFileException e) {
            throw new InputException("token-file", "token-file: " + e.getMessage(), e);
        }
        return chosen;
    }

    /** What {@code --json} prints once the server is ready. */
    record Ready(String url, double seconds, List<String> models) {}

    private void tell(FlawsmithServer server, OpenModels opened, double seconds) {
        String address = host.contains(":") ? "[" + host + "]" : host;
        String url = "http://" + address + ":" + server.port();
        Ready ready = new Ready(
                url,
                seconds,
                opened.synthesizer().models().stream()
                        .map(ModelDescription::name)
                        .toList());
        err().println(String.format(
                Locale.ROOT,
                "flawsmith: ready on %s in %.1f s, models: %s",
                url,
                seconds,
                String.join(", ", ready.models())));
        if (common.json) {
            JsonOutput.print(out(), ready);
        }
    }
}
