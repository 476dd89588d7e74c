package dev.flawsmith.cli;

import dev.flawsmith.http.FlawsmithServer;
import dev.flawsmith.http.ServerOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import picocli.CommandLine.Command;

/**
 * {@code rehearse}: serves one image to itself. {@code scripts/flawsmith} runs it after a build, so that the JVM's archive
 * of classes holds what a server loads.
 */
@Command(name = "rehearse", hidden = true, description = "Serves one image to itself and ends.")
final class RehearseCommand extends FlawsmithCommand {
    private static final Duration TIME_LIMIT = Duration.ofMinutes(2);

    @Override
    public Integer call() throws IOException, InterruptedException {
        ServerOptions options = ServerOptions.defaults().withPort(0);
        BatchSetting setting = BatchSetting.serve(options.requestTimeout());
        try (OpenModels opened = OpenModels.forServing(ModelLibrary.of(null).packages(), setting, EngineWish.AUTO);
                FlawsmithServer server =
                        FlawsmithServer.start(WarmUp.start(opened.synthesizer(), setting.warmUpSteps()), options)) {
            String className = opened.synthesizer().models().get(0).classes().get(0);
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://" + options.host() + ":" + server.port() + "/v1/images"))
                    .header("Content-Type", "application/json")
                    .header("Accept", "image/png")
                    .timeout(TIME_LIMIT)
                    .POST(HttpRequest.BodyPublishers.ofString("{\"class\":\"" + className + "\",\"steps\":2}"))
                    .build();
            int status = HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.ofByteArray())
                    .statusCode();
            return status == 200 ? Main.OK : Main.FAILURE;
        }
    }
}
