package dev.flawsmith.jobs;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.time.Duration;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;

/** Where the store is. */
public sealed interface StoreLocation {
    /**
     * A file of this server alone, made where it is missing.
     *
     * @param folder that is there
     */
    record Embedded(Path folder) implements StoreLocation {
        /** What separates an H2 URL's settings from its path. */
        private static final String SEPARATOR = ";";

        public Embedded {
            if (folder.toAbsolutePath().toString().contains(SEPARATOR)) {
                throw new IllegalArgumentException(
                        "expected a path without " + SEPARATOR + " for the jobs' store, found " + folder);
            }
        }

        /**
         * Every commit waits for the disk: a kill loses none. And "retry": an interrupted thread closes the file that it is at, for
         * all others too; this opens it again.
         */
        private String url() {
            return "jdbc:h2:retry:" + folder.toAbsolutePath().resolve("jobs")
                    + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=10000";
        }
    }

    /**
     * A PostgreSQL database that several servers may share.
     *
     * @param url {@code jdbc:postgresql://…}
     * @param user null where the URL says
     * @param password null where the URL or a password file says
     */
    record PostgreSql(
            String url, @Nullable String user, @Nullable String password) implements StoreLocation {
        public static final String PREFIX = "jdbc:postgresql:";

        public PostgreSql {
            if (!url.startsWith(PREFIX)) {
                throw new IllegalArgumentException("expected " + PREFIX + "//HOST/DATABASE, found another URL");
            }
        }

        /** Without what may be a password. */
        @Override
        public String toString() {
            return url.replaceFirst("[?].*", "");
        }
    }

    /**
     * Opens the store and brings its tables up to date.
     *
     * @throws RuntimeException if it cannot be reached, or is another program's
     */
    default Database open() {
        HikariConfig config = new HikariConfig();
        config.setPoolName("flawsmith-jobs");
        config.setMaximumPoolSize(8);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(Duration.ofSeconds(5).toMillis());
        boolean shared = false;
        if (this instanceof Embedded embedded) {
            config.setJdbcUrl(embedded.url());
        } else if (this instanceof PostgreSql postgres) {
            shared = true;
            config.setJdbcUrl(postgres.url());
            config.setUsername(postgres.user());
            config.setPassword(postgres.password());
            config.addDataSourceProperty("connectTimeout", "5");
            config.addDataSourceProperty("socketTimeout", "30");
            config.addDataSourceProperty("tcpKeepAlive", "true");
            config.addDataSourceProperty("ApplicationName", "flawsmith");
        }
        HikariDataSource source = new HikariDataSource(config);
        try {
            Flyway.configure()
                    .dataSource(source)
                    .locations("classpath:dev/flawsmith/jobs/migration")
                    .table("flawsmith_schema")
                    .load()
                    .migrate();
            return new Database(source, shared);
        } catch (RuntimeException e) {
            source.close();
            throw e;
        }
    }
}
