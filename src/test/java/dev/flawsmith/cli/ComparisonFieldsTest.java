package dev.flawsmith.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flawsmith.dataset.ImageFolder;
import dev.flawsmith.http.AllowedCases;
import dev.flawsmith.http.FakeSynthesizer;
import dev.flawsmith.http.FlawsmithServer;
import dev.flawsmith.http.ServerOptions;
import dev.flawsmith.http.Services;
import dev.flawsmith.http.TestClient;
import dev.flawsmith.jobs.Comparison;
import dev.flawsmith.jobs.ComparisonWork;
import dev.flawsmith.jobs.JobService;
import dev.flawsmith.jobs.JobWork;
import dev.flawsmith.jobs.PhotoShelf;
import dev.flawsmith.jobs.StepWork;
import dev.flawsmith.jobs.StoreLocation;
import dev.flawsmith.jobs.TestSettings;
import dev.flawsmith.jobs.UploadLimits;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code /openapi.json} says of audits and evaluations, held against the fields that their readers name. */
class ComparisonFieldsTest {
    private static final Pattern SETS = Pattern.compile("expected (.+) and (\\w+), found another field");
    private static final Pattern OPTIONS = Pattern.compile("unknown field; expected one of (.+)");

    @TempDir
    private Path data;

    private JobService jobs;
    private FlawsmithServer server;
    private TestClient client;

    @BeforeEach
    void start() throws IOException {
        jobs = JobService.start(
                new StoreLocation.Embedded(data),
                data,
                List.of(work(new AuditComparison()), work(new EvaluationComparison())),
                TestSettings.fast(),
                Duration.ZERO);
        server = FlawsmithServer.start(
                Services.of(new FakeSynthesizer()).withJobs(jobs),
                ServerOptions.defaults().withPort(0));
        client = new TestClient(server);
    }

    private static JobWork work(Comparison comparison) throws IOException {
        return new ComparisonWork(
                comparison, new PhotoShelf(null), StepWork.free(), ImageFolder.extensions(), UploadLimits.DEFAULT);
    }

    @AfterEach
    void stop() {
        server.close();
        jobs.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"audits", "evaluations"})
    void aComparisonsFieldsAreThoseThatItsReaderTakes(String path) throws Exception {
        HttpResponse<String> refused = client.send(client.request("/v1/" + path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"unheard_of\": 1, \"options\": {\"unheard_of\": 1}}")));
        assertEquals(400, refused.statusCode(), refused.body());
        Matcher sets = named(refused, "unheard_of", SETS);
        Set<String> read = new TreeSet<>(List.of(sets.group(1).split(", ", -1)));
        read.add(sets.group(2));
        JsonNode document = TestClient.json(client.get("/openapi.json"));
        for (String form : List.of("application~1json", "multipart~1form-data")) {
            JsonNode body = document.at("/paths/~1v1~1" + path + "/post/requestBody/content/" + form + "/schema");
            assertEquals(read, fields(resolved(document, body)), form);
        }
        Set<String> known = new TreeSet<>(
                List.of(named(refused, "options.unheard_of", OPTIONS).group(1).split(", ", -1)));
        assertEquals(known, fields(options(document, path)));
    }

    /** Ranges, lists and defaults of the description, each asked for at its edge and beyond. */
    @ParameterizedTest
    @CsvSource({"audits, 15", "evaluations, 20"})
    void rangesAreThoseThatTheReaderHolds(String path, int fewest) throws Exception {
        List<AllowedCases> cases = AllowedCases.of(options(TestClient.json(client.get("/openapi.json")), path));
        assertTrue(cases.size() >= fewest, "found " + cases);
        for (AllowedCases each : cases) {
            HttpResponse<String> refused = client.send(client.request("/v1/" + path)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(
                            "{\"unheard_of\": 1, \"options\": {\"" + each.field() + "\": " + each.value() + "}}")));
            assertEquals(400, refused.statusCode(), refused.body());
            List<String> wrong = TestClient.wrongFields(refused);
            assertEquals(each.allowed(), !wrong.contains("options." + each.field()), each + ": " + refused.body());
        }
    }

    private static JsonNode options(JsonNode document, String path) {
        JsonNode body = document.at("/paths/~1v1~1" + path + "/post/requestBody/content/application~1json/schema");
        JsonNode options = resolved(document, body).at("/properties/options");
        while (!options.has("properties")) { // null or it
            options = resolved(document, options.findParent("$ref"));
        }
        return options;
    }

    private static JsonNode resolved(JsonNode document, JsonNode schema) {
        return document.at(schema.required("$ref").textValue().substring(1));
    }

    private static Set<String> fields(JsonNode schema) {
        Set<String> fields = new TreeSet<>();
        schema.path("properties").fieldNames().forEachRemaining(fields::add);
        return fields;
    }

    /** The message of a field's error, taken apart. */
    private static Matcher named(HttpResponse<String> refused, String field, Pattern form) throws IOException {
        for (JsonNode each : TestClient.error(refused).required("errors")) {
            Matcher message = form.matcher(each.required("message").textValue());
            if (each.required("field").textValue().equals(field) && message.matches()) {
                return message;
            }
        }
        throw new AssertionError("expected " + form + " of \"" + field + "\", found " + refused.body());
    }
}
