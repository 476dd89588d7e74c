package dev.flawsmith.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTest {
    /** An idempotency key is compared with what was sent, and YAML's reader writes numbers anew. */
    @ParameterizedTest
    @CsvSource({
        "0.50, 0.5",
        "5e-1, 0.5",
        "-0.250, -0.25",
        "0.000, 0.0",
        "3.0, 3.0",
        "3.00, 3.0",
        "1e3, 1000.0",
        "12, 12",
        "1e400, 1E+400",
        "123456789.125, 123456789.125"
    })
    void aFractionIsWrittenInOneWay(String sent, String written) {
        String before = "{\"a\":[1,{\"b\":" + sent + "}],\"c\":\"0.50\"}";
        String after = "{\"a\":[1,{\"b\":" + written + "}],\"c\":\"0.50\"}";
        byte[] found = Json.write(Json.shortestNumbers(Json.readObject(before.getBytes(StandardCharsets.UTF_8))));
        assertEquals(after, new String(found, StandardCharsets.UTF_8));
    }
}
