package dev.flawsmith.http;

import static dev.flawsmith.http.TestClient.error;
import static dev.flawsmith.http.TestClient.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.batching.BatcherOptions;
import dev.flawsmith.batching.GaussianDenoiser;
import dev.flawsmith.batching.HangingDenoiser;
import dev.flawsmith.synthesis.DiffusionModel;
import dev.flawsmith.synthesis.ModelSynthesizer;
import dev.flawsmith.synthesis.ToyModels;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The server over real batchers: model {@code toy} has an engine that hangs, {@code gated} and {@code sound} do not. */
@Timeout(60)
class TroubledEngineTest {
    private static final BatcherOptions IMPATIENT =
            new BatcherOptions(64, 1 << 20, 4, false, Duration.ofMillis(500), Duration.ofSeconds(10));

    private final HangingDenoiser hanging = new HangingDenoiser();
    private final GaussianDenoiser gate = GaussianDenoiser.gated();
    private DiffusionModel gated;
    private FlawsmithServer server;
    private TestClient client;

    @BeforeEach
    void start() {
        DiffusionModel toy =
                new DiffusionModel(ToyModels.with(ToyModels.parts(hanging, ToyModels.UNCHECKED), IMPATIENT));
        gated = new DiffusionModel(ToyModels.called("gated", ToyModels.parts(gate, ToyModels.UNCHECKED)));
        DiffusionModel sound = new DiffusionModel(
                ToyModels.called("sound", ToyModels.parts(GaussianDenoiser.free(), ToyModels.UNCHECKED)));
        server = FlawsmithServer.start(
                new ModelSynthesizer(List.of(toy, gated, sound)),
                ServerOptions.defaults().withPort(0));
        client = new TestClient(server);
    }

    @AfterEach
    void stop() {
        gate.letThrough(1_000_000);
        server.close();
    }

    @Test
    void aStuckModelIsToldRefusedAndTakenBackWhileTheOthersGoOn() throws Exception {
        assertEquals(200, client.get("/readyz").statusCode());
        hanging.hang(2);
        assertEquals("engine_failure", error(post("toy")).required("code").textValue());
        assertEquals(200, client.get("/readyz").statusCode(), "one call that hangs is bad luck");
        HttpResponse<String> second = post("toy");
        assertEquals(500, second.statusCode());

        HttpResponse<String> refused = post("toy");
        assertEquals(503, refused.statusCode());
        assertEquals("engine_unavailable", error(refused).required("code").textValue());
        assertTrue(refused.headers().firstValue("Retry-After").isPresent());
        HttpResponse<String> ready = client.get("/readyz");
        assertEquals(503, ready.statusCode());
        assertEquals("stuck", json(ready).required("status").textValue());
        assertEquals(
                "model toy: its engine hangs: network calls have not returned within PT0.5S",
                json(ready).required("reason").textValue());
        assertEquals(200, client.get("/healthz").statusCode());
        assertEquals(200, post("sound").statusCode());

        hanging.release();
        await(() -> client.get("/readyz").statusCode() == 200);
        assertEquals(200, post("toy").statusCode());
        hanging.release();
    }

    @Test
    void doesNotFreeAnEngineThatACallIsStillIn() throws Exception {
        hanging.hang(1);
        assertEquals(500, post("toy").statusCode());
        gate.letThrough(1_000_000);
        server.close();
        assertFalse(hanging.closed());
        assertTrue(gate.closed());
        hanging.release();
    }

    @Test
    void theSlotsOfAClientThatLeftAreFreeAtTheNextTick() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            String body = "{\"model\": \"gated\", \"class\": \"pit\", \"n\": 60, \"steps\": 900}";
            socket.getOutputStream()
                    .write(
                            ("POST /v1/images HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                                            + body.length() + "\r\n\r\n" + body)
                                    .getBytes(StandardCharsets.US_ASCII));
            gate.awaitCalls(1);
            gate.letThrough(1);
            gate.awaitCalls(1);
            assertEquals(60, gated.images());
            assertEquals(4, gate.calls().get(1).size());
        }
        await(() -> gated.images() == 0); // the second call still waits at the gate: no tick has passed
        gate.letThrough(1_000_000);
        assertEquals(200, post("gated").statusCode());
        assertEquals(
                List.of(4, 1, 1, 1, 1),
                gate.calls().stream().skip(1).map(call -> call.size()).toList());
    }

    private HttpResponse<String> post(String model) throws Exception {
        return client.postImages("{\"model\": \"" + model + "\", \"class\": \"pit\"}");
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.call()) {
            assertTrue(System.nanoTime() < deadline, "expected it within 20 s");
            Thread.onSpinWait();
        }
    }
}
