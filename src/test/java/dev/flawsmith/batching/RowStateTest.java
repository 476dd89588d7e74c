package dev.flawsmith.batching;

import static dev.flawsmith.batching.Requests.interactive;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.batching.BatchingException.Reason;
import dev.flawsmith.sampling.Guidance;
import dev.flawsmith.sampling.GuidedTrajectory;
import dev.flawsmith.sampling.KarrasSchedule;
import dev.flawsmith.sampling.Noise;
import dev.flawsmith.sampling.Sampler;
import dev.flawsmith.sampling.Samplers;
import dev.flawsmith.sampling.SamplingPlan;
import dev.flawsmith.sampling.Trajectory;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class RowStateTest {
    private static final int SIZE = 64;

    @Test
    void countsATrajectoryForEverySlotAndASampleForEveryImage() {
        RowState state = new RowState(100, 8);
        assertEquals(4 * 100 * 8 + 500, state.bytes(1, 16));
        assertEquals(16 * 4 * 100 * 8 + 1000 * 500, state.bytes(1000, 16));
        assertEquals(5L * 50_000_000 * 100_000, new RowState(50_000_000, 0).bytes(100_000, 1));
        assertEquals((4L * 100 + 3_000) * 7, new RowState(100, 0, 3_000).bytes(7, 1)); // decoded from something smaller
        assertThrows(IllegalArgumentException.class, () -> new RowState(1, 1, 0));
        assertThrows(IllegalArgumentException.class, () -> new RowState(0, 1));
        assertThrows(IllegalArgumentException.class, () -> new RowState(1, -1));
    }

    @Test
    void aBatcherRefusesARequestForItsBytesAndTakesThemBackWhenTheTicketCloses() {
        long one = Requests.STATE.bytes(1, 4);
        BatcherOptions options =
                new BatcherOptions(64, 3 * one, 4, false, Duration.ofMinutes(1), Duration.ofSeconds(1));
        try (InFlightBatcher batcher = new InFlightBatcher("bytes", GaussianDenoiser.free(), options)) {
            Ticket first = batcher.admit(interactive(2));
            assertEquals(2 * one, batcher.bytes());
            assertEquals(Reason.QUEUE_FULL, refusal(batcher, 2));
            assertEquals(Reason.TOO_LARGE, refusal(batcher, 4));
            assertEquals(2, batcher.images(), "a refused request leaves nothing taken");
            first.finishImage();
            assertEquals(2 * one, batcher.bytes(), "a finished image is kept until its request is over");
            first.close();
            first.close();
            assertEquals(0, batcher.bytes());
            assertEquals(0, batcher.images());
            batcher.admit(interactive(3)).close();
        }
    }

    private static Reason refusal(InFlightBatcher batcher, int images) {
        return assertThrows(BatchingException.class, () -> batcher.admit(interactive(images)))
                .reason();
    }

    static Stream<Sampler> samplers() {
        return Samplers.names().stream().map(Samplers::named);
    }

    /** The oracle: every float array that can be reached from the trajectory, between any two evaluations. */
    @ParameterizedTest
    @MethodSource("samplers")
    void noSamplerHoldsMoreArraysThanItSays(Sampler sampler) throws Exception {
        SamplingPlan plan = new SamplingPlan(new KarrasSchedule(0.01, 20, 7).levels(8), 20, new Noise(1, 0), SIZE);
        int plain = mostArrays(sampler.start(plan));
        int guided = mostArrays(new GuidedTrajectory(sampler.start(plan), Guidance.of(3)));
        assertTrue(plain >= 2, "the walk found the state and the estimate: " + plain);
        assertTrue(plain <= sampler.stateArrays(), () -> sampler.name() + " holds " + plain);
        assertTrue(guided <= sampler.stateArrays() + 2, () -> sampler.name() + " holds " + guided + " with guidance");
    }

    private static int mostArrays(Trajectory trajectory) throws ReflectiveOperationException {
        int most = 0;
        while (!trajectory.done()) {
            float[] answer = new float[SIZE];
            float[] x = trajectory.next().x();
            for (int i = 0; i < SIZE; i++) {
                answer[i] = x[i] / 2;
            }
            trajectory.accept(answer);
            List<float[]> found = new ArrayList<>();
            walk(trajectory, found, Collections.newSetFromMap(new IdentityHashMap<>()));
            most = Math.max(most, found.size());
        }
        return most;
    }

    private static void walk(Object object, List<float[]> found, Set<Object> seen) throws ReflectiveOperationException {
        if (object == null || !seen.add(object)) {
            return;
        }
        Class<?> type = object.getClass();
        if (object instanceof float[] floats) {
            if (floats.length == SIZE) {
                found.add(floats);
            }
        } else if (type.isArray() && !type.getComponentType().isPrimitive()) {
            for (int i = 0; i < Array.getLength(object); i++) {
                walk(Array.get(object, i), found, seen);
            }
        } else if (object instanceof Iterable<?> all) {
            for (Object each : all) {
                walk(each, found, seen);
            }
        } else {
            for (; type != null && type.getName().startsWith("dev.flawsmith."); type = type.getSuperclass()) {
                for (Field field : type.getDeclaredFields()) {
                    if (!Modifier.isStatic(field.getModifiers())
                            && !field.getType().isPrimitive()) {
                        field.setAccessible(true);
                        walk(field.get(object), found, seen);
                    }
                }
            }
        }
    }
}
