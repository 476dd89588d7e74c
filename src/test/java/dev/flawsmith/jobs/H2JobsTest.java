package dev.flawsmith.jobs;

import java.nio.file.Path;

class H2JobsTest extends JobsContract {
    @Override
    StoreLocation fresh(Path folder) {
        return new StoreLocation.Embedded(folder);
    }
}
