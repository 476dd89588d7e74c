package dev.flawsmith.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flawsmith.http.metrics.ServerMetrics;
import dev.flawsmith.http.openapi.ApiRoute;
import dev.flawsmith.http.openapi.OpenApiDocument;
import dev.flawsmith.jobs.JobService;
import dev.flawsmith.jobs.JobSettings;
import dev.flawsmith.jobs.StoreLocation;
import io.javalin.Javalin;
import io.javalin.router.ParsedEndpoint;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The description of the API, held against the routes that there are and against what they answer. */
class OpenApiTest {
    @TempDir
    private Path data;

    private JobService jobs;
    private FlawsmithServer server;
    private TestClient client;
    private DescribedApi api;
    private JsonNode document;

    @BeforeEach
    void start() throws Exception {
        jobs = JobService.start(
                new StoreLocation.Embedded(data), data, List.of(), JobSettings.defaults(), Duration.ZERO);
        server = FlawsmithServer.start(
                Services.of(new FakeSynthesizer()).withJobs(jobs),
                ServerOptions.defaults().withPort(0));
        client = new TestClient(server);
        api = new DescribedApi(client);
        document = api.document();
    }

    @AfterEach
    void stop() {
        server.close();
        jobs.close();
    }

    /** Whoever adds a route adds it to {@link ApiRoutes}, or meets this. */
    @Test
    void theTableHasTheRoutesOfTheServerAndNoOthers() {
        AccessOptions open = AccessOptions.OPEN;
        Javalin app = new WebApplication(
                        Services.of(new FakeSynthesizer()).withJobs(jobs),
                        ServerOptions.defaults(),
                        new Admission(1),
                        new Access(open, ApiRoutes.all()),
                        new ServerMetrics())
                .create();
        Set<String> served = app.unsafe.internalRouter.allHttpHandlers().stream()
                .map((ParsedEndpoint parsed) -> parsed.endpoint)
                .filter(endpoint -> endpoint.method.isHttpMethod())
                .map(endpoint -> endpoint.method.name() + " " + endpoint.path)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> listed = ApiRoutes.all().stream()
                .map(route -> route.method() + " " + route.path())
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(served, listed);
        assertEquals(listed.size(), ApiRoutes.all().size(), "a route is listed twice");
    }

    @Test
    void theDocumentHasEveryRouteOfTheTableButThePagesFiles() {
        Set<String> described = new TreeSet<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(
                                method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        Set<String> listed = ApiRoutes.all().stream()
                .filter(ApiRoute::described)
                .map(route -> route.method() + " " + OpenApiDocument.path(route.path()))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(listed, described);
        assertTrue(described.contains("POST /v1/images"), described.toString());
    }

    @Test
    void everyFieldIsDescribed() {
        List<String> silent = new ArrayList<>();
        document.at("/components/schemas")
                .properties()
                .forEach(schema -> schema.getValue()
                        .path("properties")
                        .properties()
                        .forEach(property -> {
                            if (property.getValue().path("description").asText().isBlank()) {
                                silent.add(schema.getKey() + "." + property.getKey());
                            }
                        }));
        assertEquals(List.of(), silent, "give the record's component a @JsonPropertyDescription");
        assertTrue(document.at("/components/schemas").size() > 8, "schemas: " + document.at("/components/schemas"));
    }

    @Test
    void anIndependentReaderUnderstandsIt() {
        ParseOptions options = new ParseOptions();
        options.setResolve(true);
        SwaggerParseResult result = new OpenAPIV3Parser().readContents(document.toString(), null, options);
        assertTrue(result.getMessages() == null || result.getMessages().isEmpty(), "found " + result.getMessages());
        assertEquals("3.1.0", result.getOpenAPI().getOpenapi());
        PathItem images = result.getOpenAPI().getPaths().get("/v1/images");
        assertNotNull(images);
        assertNotNull(images.getPost().getRequestBody());
    }

    /** The reader names the fields it knows when it meets one that it does not. */
    @Test
    void theRequestsFieldsAreThoseThatTheReaderTakes() throws Exception {
        JsonNode error = TestClient.error(client.postImages("{\"class\": \"surface_scratch\", \"unheard_of\": 1}"));
        assertEquals(DescribedApi.known(error.at("/errors/0/message").textValue()), api.fieldsOf("/v1/images"));
    }

    @Test
    void theFieldsOfAGenerationAreThoseThatTheReaderTakes() throws Exception {
        JsonNode error = TestClient.error(client.send(client.request("/v1/images/generations")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"prompt\": \"surface_scratch\", \"unheard_of\": 1}"))));
        assertEquals(
                DescribedApi.known(error.at("/errors/0/message").textValue()), api.fieldsOf("/v1/images/generations"));
    }

    /** Of a1111's fields those that mean something are described; the others are accepted switched off. */
    @Test
    void theFieldsOfTxt2ImgAreThoseOfTheReaderThatMeanSomething() throws Exception {
        HttpResponse<String> refused = client.send(client.request("/sdapi/v1/txt2img")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"prompt\": \"surface_scratch\", \"unheard_of\": 1}")));
        Set<String> read =
                DescribedApi.known(TestClient.json(refused).at("/detail/0/msg").textValue());
        Set<String> described = api.fieldsOf("/sdapi/v1/txt2img");
        assertTrue(read.containsAll(described), "read " + read + ", described " + described);
        Set<String> documented = new TreeSet<>();
        for (String row : Files.readString(Path.of("docs/automatic1111.md"))
                .split("## txt2img", -1)[1]
                .split("\n\n", -1)[1]
                .lines()
                .skip(2)
                .toList()) {
            Matcher names = Pattern.compile("`(\\w+)`").matcher(row.split("\\|", -1)[1]);
            while (names.find()) {
                documented.add(names.group(1));
            }
        }
        assertEquals(documented, described);
    }

    /** It is the schema that specs are read by. */
    @Test
    void aDatasetSpecIsDescribedByItsOwnSchema() throws Exception {
        assertEquals(
                "#/components/schemas/DatasetSpec",
                document.at("/paths/~1v1~1datasets/post/requestBody/content/application~1json/schema/$ref")
                        .textValue());
        String spec =
                "{\"model\": \"m\", \"classes\": {\"pit\": 3}, \"seed\": 7, \"checks\": {\"brightness\": {\"min\": %s}}}";
        api.assertValid("DatasetSpec", spec.formatted("20"));
        assertFalse(
                api.schema("DatasetSpec")
                        .validate(TestClient.json(spec.formatted("\"low\"")))
                        .isEmpty(),
                "its references lead somewhere");
        assertFalse(api.schema("DatasetSpec")
                .validate(TestClient.json("{\"seed\": 7, \"unheard_of\": 1}"))
                .isEmpty());
    }

    @Test
    void answersAreAsDescribed() throws Exception {
        api.assertValid(
                "ImagesBody",
                client.postImages("{\"class\": \"surface_scratch\", \"n\": 2}").body());
        api.assertValid(
                "ImagesBody",
                client.postImages("{\"prompt\": \"a line\", \"guard\": \"off\"}")
                        .body());
        api.assertValid("ModelsBody", client.get("/v1/models").body());
        api.assertValid("ErrorBody", client.get("/nowhere").body());
        api.assertValid("ErrorBody", client.postImages("{\"class\": 1}").body());
        api.assertValid("HealthEndpoints.Status", client.get("/readyz").body());
        JsonNode wrong = TestClient.json("{\"error\": {\"message\": 1}}");
        assertFalse(api.schema("ErrorBody").validate(wrong).isEmpty(), "expected the check to find what is wrong");
    }
}
