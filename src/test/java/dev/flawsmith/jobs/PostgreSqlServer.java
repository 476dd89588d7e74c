package dev.flawsmith.jobs;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** A PostgreSQL of this test run alone, started by {@code scripts/with-postgres}; it ends with the JVM, which holds its input open. */
final class PostgreSqlServer {
    private static final String SCRIPT = Path.of("scripts", "with-postgres").toString();
    /** How the script says that there is no PostgreSQL. */
    private static final int NONE = 77;

    private static @Nullable PostgreSqlServer shared;
    private static @Nullable String missing;

    private final String url;
    private final AtomicInteger databases = new AtomicInteger();

    private PostgreSqlServer(String url) {
        this.url = url;
    }

    /** The server, started by the first that asks; a test that asks is skipped, and says so, where there is no PostgreSQL. */
    static synchronized PostgreSqlServer shared() throws IOException, InterruptedException {
        Assumptions.assumeTrue(missing == null, missing);
        if (shared == null) {
            shared = start();
        }
        return shared;
    }

    private static PostgreSqlServer start() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(SCRIPT, "sh", "-c", "echo \"$FLAWSMITH_TEST_DB\"; exec cat")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        String url = out.readLine();
        if (url != null) {
            return new PostgreSqlServer(url);
        }
        boolean ended = process.waitFor(10, TimeUnit.SECONDS);
        if (ended && process.exitValue() == NONE) {
            missing = "SKIPPED: expected PostgreSQL (Debian's package postgresql), found none";
            Assumptions.abort(missing);
        }
        throw new IOException("expected " + SCRIPT + " to say a URL, found nothing");
    }

    /** An empty database. */
    StoreLocation.PostgreSql fresh() throws SQLException {
        String name = "jobs" + databases.incrementAndGet();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        }
        return new StoreLocation.PostgreSql(url.replace("/postgres?", "/" + name + "?"), null, null);
    }
}
