package dev.flawsmith.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.util.BufferUtil;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether the client of a request under way has left. While a request is handled Jetty does not read from an
 * HTTP/1.1 connection, so a closed one goes unnoticed until something is written; reading one byte, without waiting,
 * shows it. A byte that does come is the next request, pipelined: it is handed back to the connection. A client that
 * closes only its sending half counts as gone, as it does for most servers.
 *
 * <p>To be used by the handling thread alone, after it has read the whole request body.
 */
final class ClientProbe {
    private final @Nullable Connection connection;
    private boolean pipelining;

    private ClientProbe(@Nullable Connection connection) {
        this.connection = connection;
    }

    /** A probe of the request's connection; one that never finds anybody gone where the connection is not HTTP/1. */
    static ClientProbe of(Context ctx) {
        ConnectionMetaData metaData =
                ServletContextRequest.getServletContextRequest(ctx.req()).getConnectionMetaData();
        Connection connection = metaData.getConnection();
        boolean http1 = metaData.getHttpVersion().getVersion() < HttpVersion.HTTP_2.getVersion();
        return new ClientProbe(http1 && connection instanceof Connection.UpgradeTo ? connection : null);
    }

    boolean gone() {
        if (connection == null || pipelining) {
            return false;
        }
        EndPoint endPoint = connection.getEndPoint();
        ByteBuffer buffer = BufferUtil.allocate(1);
        try {
            int filled = endPoint.fill(buffer);
            if (filled > 0) {
                pipelining = true;
                ((Connection.UpgradeTo) connection).onUpgradeTo(buffer);
            }
            return filled < 0;
        } catch (IOException e) {
            return true;
        }
    }
}
