package dev.flawsmith.http;

import static dev.flawsmith.http.TestClient.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flawsmith.jobs.Archives;
import dev.flawsmith.jobs.StepWork;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Audits of uploads, of photos of the server and of datasets. */
@Timeout(120)
class UploadsTest extends UploadsFixture {
    @Test
    void anUploadIsComparedAndOnlyItsReportStays() throws Exception {
        JsonNode job = finished(
                client.send(post(form().value("options", "{\"seed\": 7}").end())));
        assertEquals("succeeded", job.required("state").textValue(), job.toString());
        assertEquals("audit", job.required("kind").textValue());
        assertEquals("{\"synthetic\":1,\"train\":2}", job.required("result").toString());
        assertEquals(3, job.at("/progress/done").intValue());
        assertEquals(7, job.at("/spec/options/seed").intValue());
        assertEquals(2, job.at("/spec/train/upload/images").intValue());
        String id = job.required("id").textValue();
        assertEquals(
                "pit/2.png\nscratch/1.png",
                client.get("/v1/jobs/" + id + "/files/train.txt").body());
        assertFalse(Files.exists(data.resolve("jobs/" + id + "/uploads")), left().toString());
        JsonNode files = json(client.get("/v1/jobs/" + id + "/files")).required("data");
        assertEquals(2, files.size(), files.toString());
        assertEquals(404, client.get("/v1/jobs/" + id + "/files/../result.json").statusCode());
    }

    @Test
    void photosOfTheServerAndADatasetOfTheCallerAreCompared() throws Exception {
        HttpResponse<String> made = client.send(client.request("/v1/datasets")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(StepWork.spec(1))));
        String id = finished(made).required("id").textValue();
        Files.createDirectories(data.resolve("jobs/" + id + "/images"));
        Files.writeString(data.resolve("jobs/" + id + "/images/1.png"), "1");
        String synthetic = "{\"job\": \"" + id + "\"}";
        JsonNode job = finished(asked("{\"train\": \"steel\", \"synthetic\": " + synthetic + "}"));
        assertEquals("{\"synthetic\":1,\"train\":1}", job.required("result").toString());
        JsonNode mixed = finished(client.send(post(new Multipart()
                .file("train", Archives.zip("1.png", "2.png"))
                .value("synthetic", synthetic)
                .value("holdout", "steel")
                .end())));
        assertEquals(
                "{\"holdout\":1,\"synthetic\":1,\"train\":2}",
                mixed.required("result").toString());
        String audit = mixed.required("id").textValue();
        for (String wrong : List.of(
                "{\"train\": \"steel\", \"synthetic\": {\"job\": \"" + audit + "\"}}",
                "{\"train\": \"steel\", \"synthetic\": {\"job\": \"" + "0".repeat(32) + "\"}}",
                "{\"train\": \"steel\", \"synthetic\": {\"job\": \"../x\"}}",
                "{\"train\": \"steel\", \"synthetic\": {\"upload\": {}}}",
                "{\"train\": \"steel\", \"synthetic\": \"../data\"}",
                "{\"train\": \"steel\", \"synthetic\": \"a\\u0000b\"}",
                "{\"train\": \"steel\"}")) {
            HttpResponse<String> answer = asked(wrong);
            assertEquals(400, answer.statusCode(), wrong + answer.body());
            assertEquals(List.of("synthetic"), TestClient.wrongFields(answer), wrong);
        }
        HttpResponse<String> all = asked("{\"train\": 1, \"options\": {\"more\": 1}, \"y\": 2}");
        assertEquals(List.of("options.more", "synthetic", "train", "y"), TestClient.wrongFields(all), all.body());
    }

    @Test
    void sentAgainWithItsKeyItIsTheSameJob() throws Exception {
        byte[] form = form().end(); // packed once: an archive says when
        JsonNode first = finished(client.send(post(form).header("Idempotency-Key", "k")));
        JsonNode again = finished(client.send(post(form).header("Idempotency-Key", "k")));
        assertEquals(first.required("id"), again.required("id"));
        byte[] other = form().file("holdout", Archives.zip("1.png")).end();
        HttpResponse<String> reused = client.send(post(other).header("Idempotency-Key", "k"));
        assertEquals(422, reused.statusCode(), reused.body());
        try (Stream<Path> all = Files.list(data.resolve("jobs"))) {
            assertEquals(1, all.count());
        }
    }
}
