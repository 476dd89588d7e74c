package dev.flawsmith.bench;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.batching.GaussianDenoiser;
import dev.flawsmith.http.FlawsmithServer;
import dev.flawsmith.http.ServerOptions;
import dev.flawsmith.synthesis.DiffusionModel;
import dev.flawsmith.synthesis.ModelSynthesizer;
import dev.flawsmith.synthesis.ToyModels;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class LoadClientTest {
    @Test
    void sendsWhatIsRightAndWrongAndLeavesAndTellsWhatIsNotAsDesigned() throws Exception {
        ModelSynthesizer models = new ModelSynthesizer(
                List.of(new DiffusionModel(ToyModels.parts(GaussianDenoiser.free(), ToyModels.UNCHECKED))));
        try (FlawsmithServer server =
                FlawsmithServer.start(models, ServerOptions.defaults().withPort(0))) {
            URI base = URI.create("http://127.0.0.1:" + server.port());
            HttpClient http = HttpClient.newHttpClient();
            LoadClient client = new LoadClient(http, base, List.of("{\"class\": \"pit\", \"steps\": 2}"), 1);
            Set<Integer> statuses = new TreeSet<>();
            for (int i = 0; i < 60; i++) {
                LoadClient.Reply reply = client.send();
                assertTrue(reply.expected() && !reply.serverError(), reply.toString());
                statuses.add(reply.status());
            }
            assertTrue(statuses.containsAll(Set.of(0, 200, 400, 404)), statuses.toString());
            LoadClient mistaken = new LoadClient(http, base, List.of("{\"class\": \"rust\"}"), 1);
            boolean allExpected = true;
            for (int i = 0; i < 20; i++) {
                allExpected &= mistaken.send().expected();
            }
            assertFalse(allExpected, "a refusal of what was thought right is none by design");
        }
        assertTrue(new LoadClient.Reply(500, false).serverError());
        assertFalse(new LoadClient.Reply(503, true).serverError());
    }
}
