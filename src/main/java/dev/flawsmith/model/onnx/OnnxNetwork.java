package dev.flawsmith.model.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.flawsmith.model.UNetConfig;
import dev.flawsmith.model.UNetRows;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An exported U-Net in ONNX Runtime on the CPU. Thread-safe.
 *
 * <p>A call of enough rows is cut into as many slices as there are threads, and each thread takes one through the whole
 * network alone: threads then wait for one another once a call and not once an operation, and what the engine does on one
 * thread only (quantising a channel at a time, moving data) is done by all. A call of fewer rows runs on a second session
 * in which the threads share every operation. Calls in lanes are such slices, each a call of its own: they do not even
 * wait for one another once a call.
 *
 * <p>A session's arena keeps what its largest call needed, which saves a sixth of a call's time over asking the system for
 * memory anew, and at the first such call three times that call's. The first smaller call that comes {@link #KEPT} after
 * the last large one hands back what is not in use.
 */
final class OnnxNetwork implements AutoCloseable {
    /** The slowest thread may have this much more than an even share of the rows; else all share every operation. */
    private static final double MOST_UNEVEN = 1.15;
    /** Requests of one image and of sixteen come in turn; memory is not to go and come with each. */
    static final Duration KEPT = Duration.ofSeconds(20);

    private static final Logger LOG = LoggerFactory.getLogger(OnnxNetwork.class);

    private final UNetConfig config;
    private final Path file;
    /** Of one thread, for slices; all there is where there is a single one. */
    private final Session sliced;
    /** Of all threads; opened when it is first wanted, which takes a start's time and memory from nobody who never does. */
    private @Nullable Session shared; // guarded by this

    private final int threads;
    private final Deque<OnnxLane> idle = new ConcurrentLinkedDeque<>();
    private final ExecutorService workers;
    private final LongSupplier nanoTime;
    /** Calls hold it for reading, so that nothing is closed beneath them. */
    private final ReadWriteLock use = new ReentrantReadWriteLock();

    private boolean closed; // guarded by use

    private OnnxNetwork(UNetConfig config, Path file, int threads, Session sliced, LongSupplier nanoTime) {
        this.config = config;
        this.file = file;
        this.threads = threads;
        this.sliced = sliced;
        this.nanoTime = nanoTime;
        workers = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "onnx-slice");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Opens a file that {@link UNetExporter} wrote for this shape.
     *
     * @param threads of the network, at least 1
     * @throws IllegalStateException if ONNX Runtime refuses the file
     */
    static OnnxNetwork open(UNetConfig config, Path file, int threads) {
        return open(config, file, threads, System::nanoTime);
    }

    static OnnxNetwork open(UNetConfig config, Path file, int threads, LongSupplier nanoTime) {
        if (threads < 1) {
            throw new IllegalArgumentException("expected at least 1 thread, found " + threads);
        }
        return new OnnxNetwork(config, file, threads, Session.open(file, 1), nanoTime);
    }

    /** What every session here runs with. */
    static OrtSession.SessionOptions options(int threads) throws OrtException {
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
        options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
        options.setIntraOpNumThreads(threads);
        options.setInterOpNumThreads(1);
        // Threads wait for one another in a loop, which is quick, but not between calls: then other work has the cores.
        options.addConfigEntry("session.force_spinning_stop", "1");
        return options;
    }

    /** {@code F} of the inputs on all threads: {@code [batch * channels * size * size]}. */
    float[] run(int n, UNetRows.Inputs inputs) {
        int most = (n + threads - 1) / threads;
        boolean slices = threads > 1 && n >= threads && most * threads <= MOST_UNEVEN * n;
        return call(n, values -> {
            if (slices) {
                try (OrtSession.RunOptions options = sliced.options(most, nanoTime.getAsLong())) {
                    runSlices(inputs, n, values, options);
                }
            } else {
                runAlone(shared(), inputs, n, values);
            }
        });
    }

    /** The same on one thread: so many calls at once as there are threads have one each. */
    float[] runInLane(int n, UNetRows.Inputs inputs) {
        return call(n, values -> runAlone(sliced, inputs, n, values));
    }

    /** Fills the values of a call. */
    @FunctionalInterface
    private interface Filling {
        void into(float[] values) throws OrtException;
    }

    private float[] call(int n, Filling filling) {
        use.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException("expected an open network, found a closed one");
            }
            float[] values = new float[n * config.imageChannels() * config.imageSize() * config.imageSize()];
            filling.into(values);
            return values;
        } catch (OrtException e) {
            throw new IllegalStateException(file + ": ONNX Runtime failed on " + n + " rows: " + e.getMessage(), e);
        } finally {
            use.readLock().unlock();
        }
    }

    private void runAlone(Session session, UNetRows.Inputs inputs, int n, float[] values) throws OrtException {
        OnnxLane lane = lane();
        try (OrtSession.RunOptions options = session.options(n, nanoTime.getAsLong())) {
            lane.run(session.session, inputs, 0, n, values, options);
        } finally {
            idle.push(lane);
        }
    }

    private OnnxLane lane() {
        OnnxLane free = idle.poll();
        return free == null ? new OnnxLane(config) : free;
    }

    /** The file may be gone by now: one thread then does what all of them would have shared. */
    private synchronized Session shared() {
        Session found = shared;
        if (found == null) {
            try {
                found = threads == 1 ? sliced : Session.open(file, threads);
            } catch (IllegalStateException e) {
                LOG.warn("calls of few rows run on one thread from now on", e);
                found = sliced;
            }
            shared = found;
        }
        return found;
    }

    private void runSlices(UNetRows.Inputs inputs, int n, float[] values, OrtSession.RunOptions options)
            throws OrtException {
        List<Future<?>> slices = new ArrayList<>();
        for (int s = 0; s < threads; s++) {
            int from = Math.toIntExact((long) n * s / threads);
            int count = Math.toIntExact((long) n * (s + 1) / threads) - from;
            FutureTask<Void> slice = new FutureTask<>(() -> {
                OnnxLane lane = lane();
                try {
                    lane.run(sliced.session, inputs, from, count, values, options);
                } finally {
                    idle.push(lane);
                }
                return null;
            });
            slices.add(slice);
            if (s + 1 < threads) {
                workers.execute(slice);
            } else {
                slice.run(); // the last on this thread
            }
        }
        List<Throwable> failures = slices.stream()
                .map(OnnxNetwork::failure)
                .filter(Objects::nonNull)
                .toList();
        if (!failures.isEmpty()) {
            if (failures.get(0) instanceof OrtException failed) {
                throw failed;
            }
            throw new IllegalStateException(file + ": " + failures.get(0), failures.get(0));
        }
    }

    /** Waits until a slice is done, come what may: it works in memory that the next call will use. */
    private static @Nullable Throwable failure(Future<?> slice) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    slice.get();
                    return null;
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    return e.getCause();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        use.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                workers.shutdown();
                closeSessions();
            }
        } finally {
            use.writeLock().unlock();
        }
    }

    private synchronized void closeSessions() {
        try {
            sliced.close(file);
        } finally {
            if (shared != null && shared != sliced) {
                shared.close(file);
            }
        }
    }

    /** A session and its largest call. */
    private static final class Session {
        private final OrtSession session;
        private int widest; // guarded by this
        private long widestNanos; // guarded by this

        private Session(OrtSession session) {
            this.session = session;
        }

        static Session open(Path file, int threads) {
            try (OrtSession.SessionOptions options = OnnxNetwork.options(threads)) {
                return new Session(OrtEnvironment.getEnvironment().createSession(file.toString(), options));
            } catch (OrtException e) {
                throw new IllegalStateException(file + ": ONNX Runtime cannot open it: " + e.getMessage(), e);
            }
        }

        void close(Path file) {
            try {
                session.close();
            } catch (OrtException e) {
                throw new IllegalStateException(file + ": ONNX Runtime cannot close it: " + e.getMessage(), e);
            }
        }

        synchronized OrtSession.RunOptions options(int rows, long now) throws OrtException {
            OrtSession.RunOptions run = new OrtSession.RunOptions();
            if (rows >= widest) {
                widest = rows;
                widestNanos = now;
            } else if (now - widestNanos >= KEPT.toNanos()) {
                run.addRunConfigEntry("memory.enable_memory_arena_shrinkage", "cpu:0");
                widest = 0;
            }
            return run;
        }
    }
}
