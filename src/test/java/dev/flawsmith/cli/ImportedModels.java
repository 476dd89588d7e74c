package dev.flawsmith.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.flawsmith.cli.CommandLine.Outcome;
import dev.flawsmith.http.FlawsmithServer;
import dev.flawsmith.http.ServerOptions;
import dev.flawsmith.http.Services;
import dev.flawsmith.image.Png;
import dev.flawsmith.image.UnreadableImageException;
import dev.flawsmith.synthesis.Recipe;
import dev.flawsmith.synthesis.RecipeText;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** A folder of models from elsewhere, as commands and a server know it. */
record ImportedModels(Path folder) {
    /**
     * What a server says of its first model, and answers to a request for an image.
     *
     * @param body of the answer
     */
    @SuppressWarnings("ArrayRecordComponent") // a hand-over, never compared
    record Served(JsonNode model, int status, byte[] body) {}

    static ImportedModels in(Path parent) throws IOException {
        return new ImportedModels(Files.createDirectories(parent.resolve("models")));
    }

    /** {@code models WORDS}. */
    Outcome models(Object... words) {
        return run(Stream.concat(Stream.of("models"), Arrays.stream(words)));
    }

    /** {@code generate WORDS}. */
    Outcome generate(List<Object> words, Object... more) {
        return run(Stream.concat(Stream.concat(Stream.of("generate"), words.stream()), Arrays.stream(more)));
    }

    private Outcome run(Stream<?> words) {
        return CommandLine.run(
                Stream.concat(words, Stream.of("--models", folder, "--json")).toArray());
    }

    /** The recipe in the first image that a command drew. */
    static Recipe recipe(Outcome drawn) throws IOException {
        try {
            return RecipeText.parse(Png.readText(Files.readAllBytes(file(drawn))));
        } catch (UnreadableImageException e) {
            throw new AssertionError(e);
        }
    }

    /** The file of the first image that a command drew. */
    static Path file(Outcome drawn) {
        return Path.of(drawn.json().get("images").get(0).get("file").asText());
    }

    /** Serves the folder for one request. */
    Served serve(String request) throws IOException, InterruptedException {
        OpenModels opened = OpenModels.forServing(
                ModelLibrary.of(folder).packages(), BatchSetting.serve(Duration.ofMinutes(1)), EngineWish.AUTO);
        try (FlawsmithServer server = FlawsmithServer.start(
                Services.of(opened.synthesizer()), ServerOptions.defaults().withPort(0))) {
            URI url = URI.create("http://localhost:" + server.port());
            HttpClient client = HttpClient.newHttpClient();
            String models = client.send(
                            HttpRequest.newBuilder(url.resolve("/v1/models")).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            HttpResponse<byte[]> image = client.send(
                    HttpRequest.newBuilder(url.resolve("/v1/images"))
                            .header("Accept", "image/png")
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(request))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            return new Served(new ObjectMapper().readTree(models).get("data").get(0), image.statusCode(), image.body());
        } finally {
            opened.close();
        }
    }
}
