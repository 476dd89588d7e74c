package dev.flawsmith.jobs;

import java.nio.file.Path;

class PostgreSqlJobsTest extends JobsContract {
    @Override
    StoreLocation fresh(Path folder) throws Exception {
        return PostgreSqlServer.shared().fresh();
    }
}
