package dev.flawsmith.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flawsmith.http.security.Scope;
import dev.flawsmith.http.security.Token;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a client gets whose connection broke and who comes back. */
class ResumedStreamTest {
    private static final String FOUR =
            "{\"class\": \"surface_scratch\", \"n\": 4, \"seed\": 40, \"steps\": 9, \"resume_seconds\": %d}";

    private final FakeSynthesizer synthesizer = new FakeSynthesizer().holding();
    private FlawsmithServer server =
            FlawsmithServer.start(synthesizer, ServerOptions.defaults().withPort(0));
    private TestClient client = new TestClient(server);

    @AfterEach
    void stop() {
        server.close();
    }

    private record Event(String id, String name, JsonNode data) {
        /** Without what differs from one request to the next. */
        String comparable() {
            ObjectNode same = data.deepCopy();
            same.remove(List.of("id", "stream", "seconds"));
            return id + " " + name + " " + same;
        }
    }

    private static BufferedReader lines(HttpResponse<InputStream> response) {
        assertEquals(200, response.statusCode());
        return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    private BufferedReader open(String json) throws Exception {
        HttpRequest.Builder request = client.images(json).header("Accept", "text/event-stream");
        return lines(client.http().send(request.build(), BodyHandlers.ofInputStream()));
    }

    private HttpRequest.Builder resumption(String stream, String after) {
        return client.request("/v1/images/streams/" + stream).header("Last-Event-ID", after);
    }

    private BufferedReader resume(String stream, String after) throws Exception {
        return lines(client.http().send(resumption(stream, after).build(), BodyHandlers.ofInputStream()));
    }

    private static Event read(BufferedReader lines) throws IOException {
        String line = lines.readLine();
        while (line != null && (line.isEmpty() || line.startsWith(":"))) {
            line = lines.readLine();
        }
        assertTrue(line != null && line.startsWith("id: "), "expected an id, found " + line);
        String name = String.valueOf(lines.readLine());
        String data = String.valueOf(lines.readLine());
        return new Event(
                String.valueOf(line).substring("id: ".length()),
                name.substring("event: ".length()),
                TestClient.json(data.substring("data: ".length())));
    }

    private static List<Event> read(BufferedReader lines, int n) throws IOException {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            events.add(read(lines));
        }
        return events;
    }

    private static List<Event> readAll(BufferedReader lines) throws IOException {
        List<Event> events = new ArrayList<>();
        do {
            events.add(read(lines));
        } while (!List.of("done", "error")
                .contains(events.get(events.size() - 1).name()));
        return events;
    }

    private static List<String> comparable(List<Event> events) {
        return events.stream().map(Event::comparable).toList();
    }

    /** Nothing is told before it has come to the reader, so both runs have the same events. */
    private List<Event> undisturbed() throws Exception {
        try (BufferedReader lines = open(FOUR.formatted(60))) {
            FakeSynthesizer.Running running = synthesizer.next();
            List<Event> events = read(lines, 1);
            for (int image = 0; image < 4; image++) {
                running.release(image);
                events.add(read(lines));
            }
            running.finish();
            events.addAll(readAll(lines));
            return events;
        }
    }

    @Test
    void whoComesBackHasAllEventsOfAnUndisturbedStream() throws Exception {
        List<Event> expected = undisturbed();
        BufferedReader first = open(FOUR.formatted(60));
        FakeSynthesizer.Running running = synthesizer.next();
        running.release(0);
        List<Event> union = read(first, 2);
        String stream = union.get(0).data().required("stream").textValue();
        first.close();
        running.release(1);
        try (BufferedReader second = resume(stream, "2")) {
            union.addAll(read(second, 1));
            running.release(2);
            union.addAll(read(second, 1));
        }
        running.release(3);
        awaitKept(stream, 5);
        running.finish();
        try (BufferedReader third = resume(stream, "4")) {
            union.addAll(readAll(third));
        }
        assertFalse(running.isCancelled());
        assertEquals(comparable(expected), comparable(union));
        try (BufferedReader whole = resume(stream, "0")) {
            assertEquals(union, readAll(whole), "a stream that is over is kept, too");
        }
        try (BufferedReader end = resume(stream, union.get(union.size() - 1).id())) {
            assertEquals(":", end.readLine());
            assertEquals("", end.readLine());
            assertEquals(null, end.readLine(), "nothing comes after the last event");
        }
    }

    /** Until so many events are kept, so that no two of them become one. */
    private void awaitKept(String stream, int events) throws Exception {
        try (BufferedReader all = resume(stream, "0")) {
            List<Event> unused = read(all, events);
        }
    }

    @Test
    void withoutTheFieldEventsHaveIdsButTheWorkEndsWithTheClient() throws Exception {
        BufferedReader lines = open("{\"class\": \"surface_scratch\", \"n\": 2}");
        FakeSynthesizer.Running running = synthesizer.next();
        Event queued = read(lines);
        assertEquals("1", queued.id());
        assertFalse(queued.data().has("stream"));
        lines.close();
        running.awaitCancelled();
    }

    @Test
    void theWorkEndsOnceNobodyHasComeBackInTime() throws Exception {
        BufferedReader lines = open(FOUR.formatted(1));
        FakeSynthesizer.Running running = synthesizer.next();
        String stream = read(lines).data().required("stream").textValue();
        long left = System.nanoTime();
        lines.close();
        running.awaitCancelled();
        assertTrue(System.nanoTime() - left >= 1_000_000_000L, "cancelled before its time");
        HttpResponse<String> late = client.send(resumption(stream, "1"));
        assertEquals(410, late.statusCode(), late.body());
        assertEquals("stream_gone", TestClient.error(late).required("code").textValue());
        assertEquals(
                404, client.send(resumption(stream.substring(1) + "A", "1")).statusCode());
        assertEquals(404, client.get("/v1/images/streams/no-such-id").statusCode());
    }

    @Test
    void aFailureIsTheLastEventAndCanBeHadAgain() throws Exception {
        BufferedReader lines = open(FOUR.formatted(60));
        FakeSynthesizer.Running running = synthesizer.next();
        String stream = read(lines).data().required("stream").textValue();
        lines.close();
        running.fail(new IllegalStateException("broken"));
        try (BufferedReader again = resume(stream, "1")) {
            assertEquals("error", read(again).name());
        }
    }

    @Test
    void isBoundedInNumberAndRefusedWhereThereAreNoEvents() throws Exception {
        List<BufferedReader> open = new ArrayList<>();
        List<FakeSynthesizer.Running> running = new ArrayList<>();
        for (int i = 0; i < StreamShelf.MOST_EACH; i++) {
            open.add(open(FOUR.formatted(60)));
            running.add(synthesizer.next());
        }
        HttpResponse<String> full =
                client.send(client.images(FOUR.formatted(60)).header("Accept", "text/event-stream"));
        assertEquals(429, full.statusCode(), full.body());
        assertEquals("too_many_streams", TestClient.error(full).required("code").textValue());
        assertTrue(full.headers().firstValue("Retry-After").isPresent());
        running.get(0).finish();
        List<Event> unused = readAll(open.get(0));
        while (open.get(0).readLine() != null) {} // the stream is over where its answer ends
        try (BufferedReader next = open(FOUR.formatted(60))) {
            assertEquals("queued", read(next).name(), "one that is over makes room");
            running.add(synthesizer.next());
        }
        running.forEach(FakeSynthesizer.Running::finish); // a server that stops waits for them
        for (BufferedReader each : open) {
            each.close();
        }
        HttpResponse<String> json = client.postImages(FOUR.formatted(5));
        assertEquals(400, json.statusCode());
        assertEquals(List.of("resume_seconds"), TestClient.wrongFields(json));
        HttpResponse<String> long301 =
                client.send(client.images(FOUR.formatted(301)).header("Accept", "text/event-stream"));
        assertEquals(List.of("resume_seconds"), TestClient.wrongFields(long301));
    }

    @Test
    void anothersStreamIsAsIfItWereNotThere(@TempDir Path folder) throws Exception {
        String mine = Token.secret(new SecureRandom());
        String other = Token.secret(new SecureRandom());
        Path file = Files.write(
                folder.resolve("tokens"),
                List.of(
                        Token.of("mine", Set.of(Scope.GENERATE), mine).line(),
                        Token.of("other", Set.of(Scope.GENERATE), other).line()));
        server.close();
        FakeSynthesizer fresh = new FakeSynthesizer();
        server = FlawsmithServer.start(
                Services.of(fresh).withAccess(new AccessOptions(file, 0, 1)),
                ServerOptions.defaults().withPort(0));
        client = new TestClient(server);
        HttpRequest.Builder request = client.images(FOUR.formatted(60))
                .header("Accept", "text/event-stream")
                .header("Authorization", "Bearer " + mine);
        String stream;
        try (BufferedReader lines = lines(client.http().send(request.build(), BodyHandlers.ofInputStream()))) {
            stream = read(lines).data().required("stream").textValue();
        }
        for (String after : List.of("0", "1")) {
            assertEquals(
                    200,
                    client.send(resumption(stream, after).header("Authorization", "Bearer " + mine))
                            .statusCode());
            assertEquals(
                    404,
                    client.send(resumption(stream, after).header("Authorization", "Bearer " + other))
                            .statusCode());
        }
    }
}
