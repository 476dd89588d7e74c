package dev.flawsmith.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flawsmith.synthesis.SynthesisException;
import dev.flawsmith.synthesis.SynthesisException.Code;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ImagesZipTest {
    private static final String THREE = "{\"class\": \"surface_scratch\", \"n\": 3, \"seed\": 40, \"steps\": 9}";

    private final FakeSynthesizer synthesizer = new FakeSynthesizer();
    private FlawsmithServer server;
    private TestClient client;

    @BeforeEach
    void start() {
        server = FlawsmithServer.start(synthesizer, ServerOptions.defaults().withPort(0));
        client = new TestClient(server);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<byte[]> zip(String json) throws Exception {
        HttpResponse<byte[]> response = client.http()
                .send(client.images(json).header("Accept", "application/zip").build(), BodyHandlers.ofByteArray());
        assertEquals(200, response.statusCode(), new String(response.body(), StandardCharsets.UTF_8));
        assertEquals(
                "application/zip", response.headers().firstValue("Content-Type").orElse(""));
        return response;
    }

    private static Map<String, byte[]> files(byte[] zip) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (ZipInputStream entries = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                assertEquals(LocalDateTime.of(1980, 1, 1, 0, 0), entry.getTimeLocal(), entry.getName());
                files.put(entry.getName(), entries.readAllBytes());
            }
        }
        return files;
    }

    @Test
    void hasThePngsOfTheJsonAnswerAndItsFacts() throws Exception {
        Map<String, byte[]> files = files(zip(THREE).body());
        assertEquals(List.of("0000-40.png", "0001-41.png", "0002-42.png", "images.json"), List.copyOf(files.keySet()));
        JsonNode facts = TestClient.json(new String(files.get("images.json"), StandardCharsets.UTF_8));
        JsonNode answer = TestClient.json(client.postImages(THREE));
        assertEquals(answer.required("model"), facts.required("model"));
        assertTrue(facts.required("seconds").doubleValue() >= 0);
        assertTrue(facts.required("created").longValue() > 1_700_000_000L);
        assertEquals(3, facts.required("images").size());
        for (int i = 0; i < 3; i++) {
            ObjectNode expected = (ObjectNode) answer.required("images").get(i);
            ObjectNode found = (ObjectNode) facts.required("images").get(i);
            byte[] png = files.get(found.remove("file").textValue());
            assertNotNull(png);
            assertArrayEquals(
                    Base64.getDecoder().decode(expected.remove("b64_png").textValue()), png);
            String id = found.remove("id").textValue();
            assertEquals(200, client.get("/v1/images/" + id).statusCode(), "an image of a zip can be fetched again");
            expected.remove("id");
            assertTrue(expected.remove("mask_b64_png").isNull(), "nothing was painted into a photo");
            assertTrue(found.remove("mask_file").isNull());
            assertEquals(expected, found);
        }
    }

    @Test
    void isTheSameFilesForTheSameRequest() throws Exception {
        Map<String, byte[]> first = files(zip(THREE).body());
        Map<String, byte[]> second = files(zip(THREE).body());
        assertEquals(first.keySet(), second.keySet());
        assertArrayEquals(first.get("0002-42.png"), second.get("0002-42.png"));
    }

    @Test
    void aFailureIsAStatusAndNoHalfOfAZip() throws Exception {
        synthesizer.refusingWith(new SynthesisException(Code.BLOCKED, "all attempts were too close"));
        HttpResponse<String> response = client.send(client.images(THREE).header("Accept", "application/zip"));
        assertEquals(422, response.statusCode());
        assertEquals("blocked", TestClient.error(response).required("code").textValue());
    }

    @Test
    void refusesPreviewsWhichNoZipCanShow() throws Exception {
        HttpResponse<String> response =
                client.send(client.images("{\"class\": \"surface_scratch\", \"n\": 2, \"previews\": 1}")
                        .header("Accept", "application/zip"));
        assertEquals(400, response.statusCode());
        assertEquals(List.of("previews"), TestClient.wrongFields(response));
    }
}
