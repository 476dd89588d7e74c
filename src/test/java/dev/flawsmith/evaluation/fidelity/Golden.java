package dev.flawsmith.evaluation.fidelity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.flawsmith.math.FeatureRows;
import dev.flawsmith.math.NpyFile;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Stored features, and what pytorch-fid 0.3.0, clovaai's prdc 0.2 and torch-fidelity say of them: {@code metrics.json}
 * names its sources.
 */
record Golden(FeatureRows train, FeatureRows holdout, FeatureRows generated, JsonNode expected) {
    static Golden of(String set) {
        try (InputStream json = Golden.class.getResourceAsStream("/golden/metrics/metrics.json")) {
            JsonNode sets = JsonMapper.builder().build().readTree(json).path("sets");
            return new Golden(rows(set + ".train"), rows(set + ".holdout"), rows(set + ".generated"), sets.path(set));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    double expected(String name) {
        if (!expected.has(name)) {
            throw new AssertionError("no " + name);
        }
        return expected.path(name).asDouble();
    }

    private static FeatureRows rows(String name) {
        try {
            Path path = Path.of(Objects.requireNonNull(Golden.class.getResource("/golden/metrics/" + name + ".npy"))
                    .toURI());
            try (NpyFile file = NpyFile.open(path)) {
                return file.inMemory();
            }
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
