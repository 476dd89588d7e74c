package dev.flawsmith.http;

import static dev.flawsmith.http.TestClient.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flawsmith.image.Sha256;
import dev.flawsmith.jobs.JobService;
import dev.flawsmith.jobs.RuleWorkshop;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A finished dataset, looked at over HTTP without its manifest or its archive: images page by page, and its card. */
@Timeout(60)
class JobImagesTest {
    @TempDir
    private Path data;

    private final RuleWorkshop workshop = new RuleWorkshop(32);
    private JobService jobs;
    private FlawsmithServer server;
    private TestClient client;

    @BeforeEach
    void start() throws Exception {
        jobs = workshop.service(data);
        server = FlawsmithServer.start(
                Services.of(new FakeSynthesizer()).withJobs(jobs),
                ServerOptions.defaults().withPort(0));
        client = new TestClient(server);
    }

    @AfterEach
    void stop() {
        server.close();
        jobs.close();
        workshop.close();
    }

    /** The path of a job that is over. */
    private String made(String spec) throws Exception {
        HttpResponse<String> made = client.send(client.request("/v1/datasets")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(spec)));
        assertEquals(202, made.statusCode(), made.body());
        String path = made.headers().firstValue("Location").orElseThrow();
        assertEquals(200, client.get(path + "/events").statusCode()); // until it is over
        return path;
    }

    private static final String SPEC = "{\"name\":\"two\",\"description\":\"<b>Two</b> classes.\",\"model\":\"drawn\","
            + "\"classes\":{\"scratch\":5,\"pit\":4},\"seed\":9007199254740993}";

    @Test
    void pagesHaveEveryImageOnceWithWhatTheManifestSaysOfIt() throws Exception {
        String job = made(SPEC);
        JsonNode manifest = json(client.get(job + "/files/manifest.json")).required("images");
        List<JsonNode> seen = new ArrayList<>();
        String after = "";
        boolean more = true;
        while (more) {
            JsonNode page = json(client.get(job + "/images?limit=4" + after));
            assertEquals(
                    "[{\"class\":\"pit\",\"before\":null,\"synthetic\":4,\"real\":0},"
                            + "{\"class\":\"scratch\",\"before\":null,\"synthetic\":5,\"real\":0}]",
                    page.required("classes").toString());
            page.required("data").forEach(seen::add);
            more = page.required("has_more").booleanValue();
            after = "&after=" + seen.get(seen.size() - 1).required("index").longValue();
        }
        assertEquals(9, seen.size());
        for (int i = 0; i < seen.size(); i++) {
            JsonNode image = seen.get(i);
            JsonNode told = manifest.get(i);
            assertEquals(i, image.required("index").intValue());
            for (String field : List.of("class", "seed", "split", "origin", "verdict", "attempt", "sha256")) {
                assertEquals(told.required(field), image.required(field), field);
            }
            String path = image.required("path").textValue();
            HttpResponse<byte[]> file =
                    client.http().send(client.request(job + "/files/" + path).build(), BodyHandlers.ofByteArray());
            assertEquals(image.required("sha256").textValue(), Sha256.hex(file.body()), path);
        }
    }

    @Test
    void aClassAloneIsPagedToo() throws Exception {
        String job = made(SPEC);
        JsonNode first = json(client.get(job + "/images?class=scratch&limit=3"));
        assertEquals(3, first.required("data").size());
        assertTrue(first.required("has_more").booleanValue());
        JsonNode rest = json(client.get(job + "/images?class=scratch&limit=3&after=" + first.at("/data/2/index")));
        assertEquals(2, rest.required("data").size());
        assertFalse(rest.required("has_more").booleanValue());
        Set<String> classes = new TreeSet<>();
        first.required("data")
                .forEach(each -> classes.add(each.required("class").textValue()));
        rest.required("data").forEach(each -> classes.add(each.required("class").textValue()));
        assertEquals(Set.of("scratch"), classes);
        JsonNode whole = json(client.get(job + "/images?class=scratch&limit=5"));
        assertEquals(5, whole.required("data").size());
        assertFalse(whole.required("has_more").booleanValue(), "five of five");
    }

    @Test
    void aBalancedSetSaysHowManyThereWereAndRealPhotosAreMarked() throws Exception {
        String job =
                made("{\"model\":\"drawn\",\"balance\":{\"like\":\"line\",\"to\":5},\"include\":\"line\",\"seed\":1}");
        JsonNode page = json(client.get(job + "/images"));
        assertEquals(
                "[{\"class\":\"pit\",\"before\":3,\"synthetic\":2,\"real\":3}]",
                page.required("classes").toString());
        assertEquals("synthetic", page.at("/data/0/origin").textValue());
        JsonNode real = page.at("/data/4");
        assertEquals("real", real.required("origin").textValue());
        assertTrue(real.required("seed").isNull() && real.required("verdict").isNull(), real.toString());
    }

    @Test
    void theCardIsMarkdownOrHtmlWithoutTagsOfItsOwn() throws Exception {
        String card = made(SPEC) + "/files/README.md";
        HttpResponse<String> text = client.get(card);
        assertTrue(text.body().contains("\n<b>Two</b> classes.\n"), text.body());
        HttpResponse<String> html = client.send(client.request(card).header("Accept", "text/html"));
        assertTrue(html.headers().firstValue("Content-Type").orElseThrow().startsWith("text/html"));
        assertTrue(html.body().contains("<p>&lt;b&gt;Two&lt;/b&gt; classes.</p>"), html.body());
        assertTrue(html.body().contains("<table>"), html.body());
    }

    @Test
    void whatIsWrongIsSaid() throws Exception {
        String job = made(SPEC);
        HttpResponse<String> wrong = client.get(job + "/images?limit=101&after=-1&class=&who=me");
        assertEquals(400, wrong.statusCode());
        assertEquals(List.of("after", "class", "limit", "who"), TestClient.wrongFields(wrong));
        HttpResponse<String> unknown = client.get(job + "/images?class=..%2Fpit");
        assertEquals(400, unknown.statusCode());
        assertTrue(unknown.body().contains("(pit, scratch)"), unknown.body());
        assertEquals(404, client.get("/v1/jobs/none/images").statusCode());
        HttpResponse<String> past = client.get(job + "/images?after=999999999");
        assertEquals(0, json(past).required("data").size());
    }
}
