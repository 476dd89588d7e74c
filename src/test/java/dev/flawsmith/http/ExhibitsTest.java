package dev.flawsmith.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.image.DecodeLimits;
import dev.flawsmith.image.ImageDecoder;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.Png;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExhibitsTest {
    private static final PixelImage PHOTO = new PixelImage(2, 1, 1, new byte[] {7, 99});

    @TempDir
    Path folder;

    private FlawsmithServer server;

    @BeforeEach
    void start() throws IOException {
        Path model = Files.createDirectory(folder.resolve("steel"));
        Files.writeString(
                model.resolve("README.md"), "# steel\n\n| a | b |\n|---|---|\n| 1 | <script>alert(1)</script> |\n");
        Files.writeString(model.resolve("model.json"), "{}");
        Path photos = Files.createDirectories(folder.resolve("photos").resolve("crack"));
        Files.write(photos.resolve("ä 1.png"), Png.encode(PHOTO, Map.of("Comment", "who took it")));
        Files.write(folder.resolve("secret.png"), Png.encode(PHOTO, Map.of()));
        Files.createSymbolicLink(photos.resolve("link.png"), folder.resolve("secret.png"));
        Files.writeString(photos.resolve("notes.txt"), "private");
        server = FlawsmithServer.start(
                Services.of(new FakeSynthesizer())
                        .withExhibits(new Exhibits(Map.of("steel", model), folder.resolve("photos"))),
                ServerOptions.defaults().withPort(0));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void rendersACardWithoutItsOwnTags() throws Exception {
        HttpResponse<byte[]> html = get("/v1/models/steel/card", "text/html");
        String text = new String(html.body(), StandardCharsets.UTF_8);
        assertEquals(200, html.statusCode());
        assertTrue(text.contains("<td>1</td>"), text);
        assertFalse(text.contains("<script"), text);
        HttpResponse<byte[]> markdown = get("/v1/models/steel/card", "*/*");
        assertEquals(
                "text/markdown; charset=utf-8",
                markdown.headers().firstValue("Content-Type").orElseThrow());
    }

    @Test
    void showsOnlyFilesMeantForPeople() throws Exception {
        assertEquals(200, get("/v1/models/steel/files/README.md", "*/*").statusCode());
        assertEquals(404, get("/v1/models/steel/files/model.json", "*/*").statusCode());
        assertEquals(404, get("/v1/models/rules/card", "*/*").statusCode());
        String models = new String(get("/v1/models", "*/*").body(), StandardCharsets.UTF_8);
        assertTrue(models.contains("\"files\":[\"README.md\"]"), models);
        assertTrue(models.contains("\"photos\":true"), models);
    }

    @Test
    void showsAPhotoAsPixelsAlone() throws Exception {
        HttpResponse<byte[]> answer = get("/v1/photos/crack/%C3%A4%201.png", "*/*");
        assertEquals(200, answer.statusCode());
        PixelImage shown = ImageDecoder.decode(answer.body(), "answer", DecodeLimits.DEFAULT);
        assertArrayEquals(PHOTO.samples(), shown.samples());
        assertFalse(new String(answer.body(), StandardCharsets.ISO_8859_1).contains("who took it"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/photos/crack/none.png",
                "/v1/photos/crack",
                "/v1/photos/crack/link.png",
                "/v1/photos/crack/notes.txt",
                "/v1/photos/..%2Fsecret.png",
                "/v1/photos/crack/..%2F..%2Fsecret.png",
                "/v1/photos/%2Fetc%2Fpasswd",
                "/v1/photos/crack/%00.png"
            })
    void neverLeavesTheFolderOfPhotos(String path) throws Exception {
        HttpResponse<byte[]> answer = get(path, "*/*");
        assertTrue(answer.statusCode() == 404 || answer.statusCode() == 400, path + ": " + answer.statusCode());
        assertTrue(new String(answer.body(), StandardCharsets.UTF_8).contains("\"error\""));
    }

    @Test
    void refusesAFolderOfPhotosThatIsNotThere() {
        assertThrows(IllegalArgumentException.class, () -> new Exhibits(Map.of(), folder.resolve("none")));
    }

    private HttpResponse<byte[]> get(String path, String accept) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).header("Accept", accept).build(), BodyHandlers.ofByteArray());
    }
}
