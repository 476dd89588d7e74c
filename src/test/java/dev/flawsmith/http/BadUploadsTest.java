package dev.flawsmith.http;

import static dev.flawsmith.http.TestClient.error;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.jobs.Archives;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Uploads that are too much, no form, no spec, cut or mutated: refused, and nothing of them is left. */
@Timeout(120)
class BadUploadsTest extends UploadsFixture {
    private static final long SEED = Long.getLong("flawsmith.fuzz.seed", 20_260_101L);

    @Test
    void tooMuchIs413() throws Exception {
        byte[] noise = new byte[MOST_BYTES + 1];
        new SplittableRandom(1).nextBytes(noise);
        byte[] large = new Multipart().file("train", noise).end();
        HttpResponse<String> told = client.send(post(large));
        assertEquals(413, told.statusCode(), told.body());
        assertEquals("upload_too_large", error(told).required("code").textValue());
        HttpResponse<String> chunked = client.send(client.request("/v1/audits")
                .header("Content-Type", Multipart.TYPE)
                .POST(BodyPublishers.ofByteArrays(List.of(large))));
        assertEquals(413, chunked.statusCode(), chunked.body());
        byte[] bomb = Archives.zip("a.bmp", 0100644, new byte[65 << 20]);
        HttpResponse<String> unpacked = client.send(
                post(new Multipart().file("train", bomb).file("synthetic", bomb).end()));
        assertEquals(413, unpacked.statusCode(), unpacked.body());
        assertTrue(unpacked.body().contains("expected at most 67,108,864 bytes unpacked"), unpacked.body());
        assertEquals(List.of(), left());
    }

    @Test
    void whatIsNoFormIsRefusedAndLeavesNothing() throws Exception {
        byte[] zip = Archives.zip("a.png");
        List<byte[]> wrong = List.of(
                new byte[0],
                new Multipart().end(),
                new Multipart().file("train", zip).file("train", zip).end(),
                new Multipart().file("photos", zip).end(),
                new Multipart()
                        .file("train", zip)
                        .value("options", "{\"seed\":")
                        .end(),
                new Multipart().file("train", zip).value("options", "[]").end(),
                new Multipart()
                        .file("train", zip)
                        .value("options", "{".repeat(70_000))
                        .end(),
                new Multipart().part("form-data", zip).end(),
                new Multipart()
                        .part("form-data; name=\"../../x\"; filename=\"a\"", zip)
                        .end(),
                new Multipart()
                        .file("train", Archives.zip("../a.png"))
                        .file("synthetic", zip)
                        .end(),
                new Multipart()
                        .file("train", zip)
                        .file("synthetic", Archives.zip("a.png", "A.png"))
                        .end(),
                new Multipart()
                        .file("train", Archives.tar("a.png", TarConstants.LF_SYMLINK))
                        .file("synthetic", zip)
                        .end());
        for (byte[] form : wrong) {
            HttpResponse<String> answer = client.send(post(form));
            String shown = new String(form, 0, Math.min(300, form.length), StandardCharsets.ISO_8859_1);
            assertTrue(answer.statusCode() == 400 || answer.statusCode() == 413, shown + answer.body());
            assertFalse(error(answer).required("message").textValue().isEmpty());
        }
        for (String type :
                List.of("multipart/form-data", "multipart/form-data; boundary=", "multipart/mixed; boundary=b")) {
            HttpResponse<String> answer = client.send(client.request("/v1/audits")
                    .header("Content-Type", type)
                    .POST(BodyPublishers.ofByteArray(form().end())));
            assertEquals(type.contains("mixed") ? 415 : 400, answer.statusCode(), type + answer.body());
        }
        assertEquals(List.of(), left());
    }

    @Test
    void jsonThatIsNoSpecIsRefusedWhateverItsValues() throws Exception {
        List<String> values = List.of(
                "\"\\ud800\"",
                "\"\\u0000\"",
                "\"../../etc\"",
                "\"" + "x".repeat(5000) + "\"",
                "\"steel/\\u202e\"",
                "1e999999999",
                "-0.0",
                "[[[]]]",
                "{}",
                "null",
                "{\"job\": null}",
                "{\"job\": \"\\ud800\"}",
                "{\"upload\": {\"sha256\": \"\"}}");
        for (String value : values) {
            for (String body : List.of(
                    "{\"train\": " + value + ", \"synthetic\": \"steel\"}",
                    "{\"train\": \"steel\", \"synthetic\": \"steel\", \"options\": {\"more\": " + value + "}}",
                    "{\"train\": \"steel\", \"synthetic\": \"steel\", \"more\": " + value + "}")) {
                HttpResponse<String> answer = asked(body);
                assertEquals(400, answer.statusCode(), body + answer.body());
                HttpResponse<String> part = client.send(post(new Multipart()
                        .value("train", value.replace("\"", ""))
                        .value("options", body)
                        .file("synthetic", Archives.zip("1.png"))
                        .end()));
                assertEquals(400, part.statusCode(), body + part.body());
            }
        }
        assertEquals(List.of(), left());
    }

    @Test
    void anUploadThatIsCutOrMutatedIsAnsweredAndTheServerGoesOn() throws Exception {
        byte[] whole = form().value("options", "{\"seed\": 7}").end();
        SplittableRandom random = new SplittableRandom(SEED);
        int refused = 0;
        for (int i = 0; i < 300; i++) {
            byte[] sent = whole.clone();
            if (random.nextBoolean()) {
                for (int n = random.nextInt(1, 4); n > 0; n--) {
                    sent[random.nextInt(sent.length)] = (byte) random.nextInt(256);
                }
            }
            sent = random.nextBoolean() ? Arrays.copyOf(sent, random.nextInt(sent.length)) : sent;
            int announced = random.nextInt(3) == 0 ? whole.length + 1 : sent.length;
            String head = "POST /v1/audits HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: "
                    + Multipart.TYPE + "\r\nContent-Length: " + announced + "\r\n\r\n";
            try (RawSocket socket = new RawSocket(server.port())) {
                socket.write(head.getBytes(StandardCharsets.US_ASCII));
                socket.write(sent).end();
                RawAnswer answer = RawAnswer.parse(socket.readAll());
                String shown = "case " + i + " of seed " + SEED + ": " + answer.body();
                assertTrue(answer.status() == 202 || (answer.status() >= 400 && answer.status() < 500), shown);
                if (answer.status() != 202) {
                    answer.requireErrorObject();
                    refused++;
                }
            }
        }
        assertTrue(refused > 150, "refused " + refused);
        assertEquals(
                "succeeded",
                finished(client.send(post(form().end()))).required("state").textValue());
        assertEquals(200, client.get("/readyz").statusCode());
        for (String path : left()) {
            assertFalse(path.contains("archive"), path);
        }
    }
}
