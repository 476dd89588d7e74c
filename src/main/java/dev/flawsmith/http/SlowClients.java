package dev.flawsmith.http;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.handler.EventsHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts off clients that dribble. Jetty's idle timeout ends silence, but not a byte every now and then: so a request's
 * headers must be there within a limit of their first byte, and a body that is being read within the same
 * limit and a second for every {@value #BODY_BYTES_PER_SECOND} bytes of it. A connection that is cut off gets no answer.
 *
 * <p>Connections are looked at every {@value #LOOK_MILLIS} ms, on Jetty's scheduler. Thread-safe.
 */
final class SlowClients extends EventsHandler implements Connection.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(SlowClients.class);
    private static final long LOOK_MILLIS = 500;
    private static final long BODY_BYTES_PER_SECOND = 4096;

    private final Duration limit;
    private final LongSupplier nanoTime;
    private final Map<Connection, Progress> connections = new ConcurrentHashMap<>();
    private volatile boolean looking;

    /** @param limit for the headers, and for a body beside what its length allows */
    SlowClients(Duration limit, LongSupplier nanoTime) {
        this.limit = limit;
        this.nanoTime = nanoTime;
    }

    /** How far a connection is with its request. */
    private static final class Progress {
        private boolean handling;
        private long bytesBefore; // of earlier requests
        private @Nullable Long headersSince;
        private @Nullable Long bodySince;
        private long bodyBytes;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        looking = true;
        later();
    }

    @Override
    protected void doStop() throws Exception {
        looking = false;
        super.doStop();
    }

    private void later() {
        getServer().getScheduler().schedule(this::look, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        if (!looking) {
            return;
        }
        try {
            connections.forEach((connection, progress) -> {
                String late = late(connection, progress, nanoTime.getAsLong());
                if (late != null) {
                    LOG.info("cut off {}: {}", connection.getEndPoint().getRemoteSocketAddress(), late);
                    connection.getEndPoint().close();
                }
            });
        } finally {
            later();
        }
    }

    private @Nullable String late(Connection connection, Progress progress, long now) {
        synchronized (progress) {
            if (progress.handling) {
                return progress.bodySince != null && now - progress.bodySince > bodyNanos(progress.bodyBytes)
                        ? "its body came too slowly, " + progress.bodyBytes + " bytes so far"
                        : null;
            }
            if (connection.getBytesIn() <= progress.bytesBefore) {
                progress.headersSince = null;
                return null;
            }
            if (progress.headersSince == null) {
                progress.headersSince = now;
                return null;
            }
            return now - progress.headersSince > limit.toNanos() ? "its headers came too slowly" : null;
        }
    }

    private long bodyNanos(long bytes) {
        return limit.plusSeconds(bytes / BODY_BYTES_PER_SECOND).toNanos();
    }

    @Override
    public void onOpened(Connection connection) {
        connections.put(connection, new Progress());
    }

    @Override
    public void onClosed(Connection connection) {
        connections.remove(connection);
    }

    private Progress of(Request request) {
        return connections.getOrDefault(request.getConnectionMetaData().getConnection(), new Progress());
    }

    @Override
    protected void onBeforeHandling(Request request) {
        Progress progress = of(request);
        synchronized (progress) {
            progress.handling = true;
            progress.headersSince = null;
        }
    }

    @Override
    protected void onRequestRead(Request request, Content.@Nullable Chunk chunk) {
        Progress progress = of(request);
        synchronized (progress) {
            if (progress.bodySince == null) {
                progress.bodySince = nanoTime.getAsLong();
                progress.bodyBytes = 0;
            }
            if (chunk != null) {
                progress.bodyBytes += chunk.remaining();
                if (chunk.isLast()) {
                    progress.bodySince = null;
                }
            }
        }
    }

    @Override
    protected void onComplete(Request request, int status, HttpFields headers, @Nullable Throwable failure) {
        Progress progress = of(request);
        synchronized (progress) {
            progress.handling = false;
            progress.bodySince = null;
            progress.bytesBefore =
                    request.getConnectionMetaData().getConnection().getBytesIn();
        }
    }
}
