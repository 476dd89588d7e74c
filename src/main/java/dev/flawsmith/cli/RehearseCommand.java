package dev.flawsmith.cli;

import dev.flawsmith.http.FlawsmithServer;
import dev.flawsmith.http.ServerOptions;
import dev.flawsmith.http.Services;
import dev.flawsmith.jobs.JobService;
import dev.flawsmith.jobs.JobSettings;
import dev.flawsmith.jobs.StoreLocation;
import dev.flawsmith.model.ModelPackage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/**
 * {@code rehearse}: serves one image and a list of jobs to itself. {@code scripts/flawsmith} runs it after a build, so that the JVM's archive
 * of classes holds what a server loads.
 */
@Command(name = "rehearse", hidden = true, description = "Serves one image to itself and ends.")
final class RehearseCommand extends FlawsmithCommand {
    private static final Duration TIME_LIMIT = Duration.ofMinutes(2);

    @Override
    public Integer call() throws IOException, InterruptedException {
        ServerOptions options = ServerOptions.defaults().withPort(0);
        BatchSetting setting = BatchSetting.serve(options.requestTimeout());
        Path data = Files.createTempDirectory("flawsmith-rehearsal");
        try (OpenModels opened = OpenModels.forServing(packages(), setting, EngineWish.AUTO);
                JobService jobs = JobService.start(
                        new StoreLocation.Embedded(data), data, List.of(), JobSettings.defaults(), Duration.ZERO);
                FlawsmithServer server = FlawsmithServer.start(
                        Services.of(WarmUp.start(opened.synthesizer(), setting.warmUpSteps()))
                                .withJobs(jobs),
                        options)) {
            String className = opened.synthesizer().models().get(0).classes().get(0);
            URI url = URI.create("http://" + options.host() + ":" + server.port());
            HttpRequest image = HttpRequest.newBuilder(url.resolve("/v1/images"))
                    .header("Content-Type", "application/json")
                    .header("Accept", "image/png")
                    .timeout(TIME_LIMIT)
                    .POST(HttpRequest.BodyPublishers.ofString("{\"class\":\"" + className + "\",\"steps\":2}"))
                    .build();
            HttpRequest list = HttpRequest.newBuilder(url.resolve("/v1/jobs"))
                    .timeout(TIME_LIMIT)
                    .build();
            return status(image) == 200 && status(list) == 200 ? Main.OK : Main.FAILURE;
        } finally {
            delete(data);
        }
    }

    /** Ours alone: what is from elsewhere may want to be allowed first. */
    private static List<Path> packages() {
        return ModelLibrary.of(null).packages().stream()
                .filter(ModelPackage::isPackage)
                .toList();
    }

    private static int status(HttpRequest request) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofByteArray())
                .statusCode();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
