package dev.flawsmith.batching;

import static dev.flawsmith.batching.Requests.claim;
import static dev.flawsmith.batching.Requests.failure;
import static dev.flawsmith.batching.Requests.get;
import static dev.flawsmith.batching.Requests.interactive;
import static dev.flawsmith.batching.Requests.reason;
import static dev.flawsmith.batching.Requests.row;
import static dev.flawsmith.batching.Requests.slots;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.batching.BatchingException.Reason;
import dev.flawsmith.model.Condition;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class BatcherFailureTest {
    static Stream<Arguments> faults() {
        return Stream.of(
                fault("throws", "out of cheese", (call, denoised) -> {
                    throw new IllegalStateException("out of cheese");
                }),
                fault("throws an Error", "no such symbol", (call, denoised) -> {
                    throw new UnsatisfiedLinkError("no such symbol");
                }),
                fault(
                        "drops a row",
                        "expected the network to answer [1][256], found 0 rows",
                        (call, denoised) -> new float[0][]),
                fault(
                        "drops a value",
                        "expected the network to answer [1][256], found a row of 3 values",
                        (call, denoised) -> new float[][] {new float[3]}),
                fault("answers NaN", "expected finite values, found NaN", (call, denoised) -> {
                    denoised[0][2] = Float.NaN;
                    return denoised;
                }));
    }

    private static Arguments fault(String name, String message, GaussianDenoiser.Fault fault) {
        return Arguments.of(Named.of(name, fault), message);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void failsTheRowOfThatTickAndGoesOn(GaussianDenoiser.Fault fault, String message) throws Exception {
        GaussianDenoiser denoiser =
                GaussianDenoiser.faulty((call, denoised) -> call == 1 ? fault.apply(call, denoised) : denoised);
        try (InFlightBatcher batcher = new InFlightBatcher("fault", denoiser, slots(4));
                Ticket ticket = batcher.admit(interactive(1))) {
            BatchingException e = failure(ticket.submit(row(1, 3)));
            assertEquals(Reason.ENGINE_FAILURE, e.reason());
            assertTrue(String.valueOf(e.getMessage()).contains(message), e.toString());

            get(ticket.submit(row(1, 3)));
        }
    }

    @Test
    void oneRowThatIsNotFiniteFailsAlone() throws Exception {
        GaussianDenoiser denoiser = GaussianDenoiser.faulty((call, denoised) -> {
            if (denoised.length == 2) {
                Arrays.fill(denoised[1], Float.POSITIVE_INFINITY);
            }
            return denoised;
        });
        try (InFlightBatcher batcher = new InFlightBatcher("alone", denoiser, slots(2));
                Ticket ticket = batcher.admit(interactive(2))) {
            CompletableFuture<float[]> first = ticket.submit(row(1, 300));
            CompletableFuture<float[]> second = ticket.submit(row(2, 300));
            assertEquals(Reason.ENGINE_FAILURE, reason(second));
            get(first);
        }
    }

    @Test
    void aTrajectoryThatCannotBeMadeFailsAlone() throws Exception {
        try (InFlightBatcher batcher = new InFlightBatcher("maker", GaussianDenoiser.free(), slots(2));
                Ticket ticket = batcher.admit(interactive(2))) {
            CompletableFuture<float[]> bad = ticket.submit(new RowTask(
                    () -> {
                        throw new IllegalArgumentException("no such sampler");
                    },
                    Condition.NONE));
            CompletableFuture<float[]> good = ticket.submit(row(1, 3));
            assertEquals("the sampler failed: no such sampler", failure(bad).getMessage());
            get(good);
        }
    }

    @Test
    void aListenerThatThrowsHarmsNobody() throws Exception {
        try (InFlightBatcher batcher = new InFlightBatcher("listener", GaussianDenoiser.free(), slots(2));
                Ticket ticket = batcher.admit(claim(1, Priority.INTERACTIVE, steps -> {
                    throw new IllegalStateException("deaf");
                }))) {
            get(ticket.submit(row(1, 3)));
        }
    }
}
