package dev.flawsmith.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flawsmith.image.Png;
import dev.flawsmith.synthesis.SynthesisException;
import dev.flawsmith.synthesis.SynthesisException.Code;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ImageStreamTest {
    private static final String TWO = "{\"class\": \"surface_scratch\", \"n\": 2, \"seed\": 40, \"steps\": 9}";

    private final FakeSynthesizer synthesizer = new FakeSynthesizer().holding();
    private FlawsmithServer server;
    private TestClient client;

    private record Event(String name, JsonNode data) {}

    @BeforeEach
    void start() {
        server = FlawsmithServer.start(synthesizer, ServerOptions.defaults().withPort(0));
        client = new TestClient(server);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void sendsProgressThenEveryImageThenDone() throws Exception {
        try (BufferedReader lines = open(TWO)) {
            FakeSynthesizer.Running running = synthesizer.next();
            assertEquals(2, read(lines, "queued").data().required("n").intValue());
            running.progress(3, 18);
            assertEquals(
                    "{\"steps_done\":3,\"steps_total\":18}",
                    read(lines, "progress").data().toString());
            running.release(1);
            assertEquals(1, read(lines, "image").data().required("index").intValue());
            running.finish();
            List<Event> rest = readAll(lines);
            List<Event> images =
                    rest.stream().filter(event -> event.name().equals("image")).toList();
            assertEquals(1, images.size(), "image 1 has been sent before");
            assertEquals(
                    "clear",
                    images.get(0)
                            .data()
                            .required("memorization")
                            .required("verdict")
                            .textValue());
            Event last = rest.get(rest.size() - 1);
            assertEquals("done", last.name());
            assertEquals(2, last.data().required("images").intValue());
        }
    }

    @Test
    void tellsHowManyImagesAreAheadUntilTheFirstStep() throws Exception {
        synthesizer.ahead(7);
        try (BufferedReader lines = open(TWO)) {
            FakeSynthesizer.Running running = synthesizer.next();
            assertEquals(7, read(lines, "queued").data().required("ahead").intValue());
            synthesizer.ahead(3);
            assertEquals("{\"ahead\":3}", read(lines, "position").data().toString());
            synthesizer.ahead(0);
            assertEquals("{\"ahead\":0}", read(lines, "position").data().toString());
            running.progress(1, 18);
            synthesizer.ahead(5);
            read(lines, "progress");
            long start = System.nanoTime();
            while (System.nanoTime() - start < 1_500_000_000L) {
                running.progress(2, 18); // longer than a position is held back
            }
            running.finish();
            assertEquals(
                    0,
                    readAll(lines).stream()
                            .filter(event -> event.name().equals("position"))
                            .count());
        }
    }

    @Test
    void tellsOfAPlaceThatChangesAllTheTimeOnceASecond() throws Exception {
        try (BufferedReader lines = open(TWO)) {
            FakeSynthesizer.Running running = synthesizer.next();
            long start = System.nanoTime();
            for (int i = 1; System.nanoTime() - start < 2_500_000_000L; i++) {
                synthesizer.ahead(i);
                Thread.onSpinWait();
            }
            running.finish();
            long told = readAll(lines).stream()
                    .filter(event -> event.name().equals("position"))
                    .count();
            assertTrue(told == 1 || told == 2, "positions: " + told);
        }
    }

    @Test
    void sendsPreviewsOfAnImageUntilItIsFinished() throws Exception {
        try (BufferedReader lines = open("{\"class\": \"surface_scratch\", \"previews\": 2}")) {
            FakeSynthesizer.Running running = synthesizer.next();
            assertEquals(2, running.previewsWanted());
            running.preview(0, 1);
            read(lines, "queued");
            JsonNode preview = read(lines, "preview").data();
            assertEquals(1, preview.required("step").intValue());
            assertEquals(3, preview.required("steps").intValue());
            assertEquals(
                    "clear",
                    preview.required("memorization").required("verdict").textValue());
            byte[] png = Base64.getDecoder().decode(preview.required("b64_png").textValue());
            String note = Png.readText(png).getOrDefault("flawsmith", "");
            assertEquals("{\"synthetic\":true,\"preview\":true,\"step\":1,\"steps\":3}", note);
            running.release(0);
            read(lines, "image");
            running.preview(0, 2);
            running.finish();
            assertEquals(
                    0,
                    readAll(lines).stream()
                            .filter(event -> event.name().equals("preview"))
                            .count());
        }
    }

    @Test
    void refusesPreviewsOfWhatMayBeWithheld() throws Exception {
        String blocking = "{\"class\": \"surface_scratch\", \"previews\": 2, \"guard\": \"block\"}";
        HttpResponse<String> response = client.send(client.images(blocking).header("Accept", "text/event-stream"));
        assertEquals(400, response.statusCode());
        assertEquals(List.of("previews"), TestClient.wrongFields(response));
    }

    @Test
    void asksForNoPreviewsOfItsOwnAccord() throws Exception {
        try (BufferedReader lines = open(TWO)) {
            FakeSynthesizer.Running running = synthesizer.next();
            assertEquals(0, running.previewsWanted());
            running.finish();
            readAll(lines);
        }
    }

    @Test
    void sendsTheLatestOfManyProgressReportsOnly() throws Exception {
        try (BufferedReader lines = open(TWO)) {
            FakeSynthesizer.Running running = synthesizer.next();
            for (int step = 1; step <= 10_000; step++) {
                running.progress(step, 10_000);
            }
            running.finish();
            long reports = readAll(lines).stream()
                    .filter(event -> event.name().equals("progress"))
                    .count();
            assertTrue(reports >= 1 && reports < 10, "reports: " + reports);
        }
    }

    @Test
    void tellsOfAFailureOnceUnderWayAsAnEvent() throws Exception {
        try (BufferedReader lines = open(TWO)) {
            synthesizer.next().fail(new SynthesisException(Code.BLOCKED, "all attempts were too close"));
            List<Event> events = readAll(lines);
            Event last = events.get(events.size() - 1);
            assertEquals("error", last.name());
            assertEquals(
                    "blocked", last.data().required("error").required("code").textValue());
            assertEquals(422, last.data().required("error").required("status").intValue());
        }
    }

    @Test
    void answersWithAStatusWhatIsRefusedAtTheDoor() throws Exception {
        synthesizer.refusingWith(new SynthesisException(Code.QUEUE_FULL, "full"));
        HttpResponse<String> response = client.send(client.images(TWO).header("Accept", "text/event-stream"));
        assertEquals(429, response.statusCode());
        assertEquals(
                "application/json",
                response.headers().firstValue("Content-Type").orElseThrow());
    }

    @Test
    void cancelsTheWorkWhenTheClientLeaves() throws Exception {
        BufferedReader lines = open(TWO);
        FakeSynthesizer.Running running = synthesizer.next();
        lines.close();
        running.awaitCancelled();
    }

    private BufferedReader open(String json) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = client.http()
                .send(client.images(json).header("Accept", "text/event-stream").build(), BodyHandlers.ofInputStream());
        assertEquals(200, response.statusCode());
        assertEquals(
                "text/event-stream",
                response.headers().firstValue("Content-Type").orElseThrow());
        return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    private static Event read(BufferedReader lines, String expected) throws IOException {
        Event event = read(lines);
        assertEquals(expected, event.name());
        return event;
    }

    private static List<Event> readAll(BufferedReader lines) throws IOException {
        List<Event> events = new ArrayList<>();
        Event event;
        do {
            event = read(lines);
            events.add(event);
        } while (!event.name().equals("done") && !event.name().equals("error"));
        return events;
    }

    private static Event read(BufferedReader lines) throws IOException {
        String line = lines.readLine();
        while (line != null && (line.isEmpty() || line.startsWith(":") || line.startsWith("id: "))) {
            line = lines.readLine();
        }
        assertTrue(line != null && line.startsWith("event: "), "expected an event, found " + line);
        String data = lines.readLine();
        assertTrue(data != null && data.startsWith("data: "), "expected data, found " + data);
        return new Event(line.substring(7), TestClient.json(data.substring(6)));
    }
}
