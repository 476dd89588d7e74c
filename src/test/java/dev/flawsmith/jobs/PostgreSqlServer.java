package dev.flawsmith.jobs;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** A PostgreSQL of this test run alone, from the system's packages, on a free port; stopped with the JVM. */
final class PostgreSqlServer {
    private static final Path PACKAGES = Path.of("/usr/lib/postgresql");
    private static final String USER = "postgres";

    private static @Nullable PostgreSqlServer shared;

    private final int port;
    private final AtomicInteger databases = new AtomicInteger();

    private PostgreSqlServer(int port) {
        this.port = port;
    }

    /** The server, started by the first that asks; a test that asks is skipped, and says so, where there is no PostgreSQL. */
    static synchronized PostgreSqlServer shared() throws Exception {
        Optional<Path> programs = programs();
        Assumptions.assumeTrue(
                programs.isPresent(),
                "SKIPPED: expected PostgreSQL below " + PACKAGES + " (Debian's package postgresql), found none");
        if (shared == null) {
            shared = start(programs.orElseThrow());
        }
        return shared;
    }

    private static Optional<Path> programs() throws IOException {
        if (!Files.isDirectory(PACKAGES)) {
            return Optional.empty();
        }
        try (Stream<Path> versions = Files.list(PACKAGES)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                    .max(Comparator.naturalOrder());
        }
    }

    private static PostgreSqlServer start(Path programs) throws Exception {
        Path folder = Files.createTempDirectory("flawsmith-postgres");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        int port = freePort();
        String cluster = folder.resolve("data").toString();
        run(programs.resolve("initdb").toString(), "-D", cluster, "-U", USER, "-A", "trust", "-N", "-E", "UTF8");
        String options = "-p " + port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories=" + folder
                + " -c fsync=off -c max_connections=60";
        String control = programs.resolve("pg_ctl").toString();
        run(control, "-D", cluster, "-w", "-l", folder.resolve("log").toString(), "-o", options, "start");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                run(control, "-D", cluster, "-m", "immediate", "stop");
                run("rm", "-rf", folder.toString());
            } catch (IOException | InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
        return new PostgreSqlServer(port);
    }

    /** PostgreSQL refuses to run as root. */
    private static void run(String... command) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            words.addAll(List.of("runuser", "-u", USER, "--"));
        }
        words.addAll(List.of(command));
        Path output = Files.createTempFile("flawsmith-postgres", ".log");
        Process process = new ProcessBuilder(words)
                .directory(Path.of("/").toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(60, TimeUnit.SECONDS);
        if (!ended || process.exitValue() != 0) {
            throw new IOException("expected " + words + " to work, found: " + Files.readString(output));
        }
        Files.delete(output);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** An empty database. */
    StoreLocation.PostgreSql fresh() throws Exception {
        String name = "jobs" + databases.incrementAndGet();
        try (Connection connection = DriverManager.getConnection(url("postgres"), USER, "");
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        }
        return new StoreLocation.PostgreSql(url(name), USER, "");
    }

    private String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }
}
