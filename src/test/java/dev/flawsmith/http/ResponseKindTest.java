package dev.flawsmith.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseKindTest {
    @Test
    void isJsonWhereNothingIsSaid() {
        assertEquals(Optional.of(ResponseKind.JSON), ResponseKind.negotiate(null));
        assertEquals(Optional.of(ResponseKind.JSON), ResponseKind.negotiate("  "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*/*|JSON",
                "application/json|JSON",
                "APPLICATION/JSON; charset=utf-8|JSON",
                "image/png|PNG",
                "image/*|PNG",
                "text/event-stream|EVENTS",
                "text/html, image/png;q=0.5|PNG",
                "image/png, */*|PNG",
                "image/png;q=0.4, application/json;q=0.8|JSON",
                "text/event-stream, application/json|EVENTS",
                "application/json;q=0, */*|PNG",
                "image/png;q=0.9, */*;q=0.1|PNG",
                "application/zip|ZIP",
                "application/*|JSON",
                "application/zip;q=0.3, image/png;q=0.4|PNG",
                "application/zip, application/json;q=0.9|ZIP",
                "application/json;q=0, application/*|ZIP"
            })
    void takesTheFormThatIsWantedMost(String accept, ResponseKind expected) {
        assertEquals(Optional.of(expected), ResponseKind.negotiate(accept));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "image/webp", "application/json;q=0", "*/*;q=0", "nonsense"})
    void isNothingWhereNothingWeHaveIsWanted(String accept) {
        assertEquals(Optional.empty(), ResponseKind.negotiate(accept));
    }
}
