package dev.flawsmith.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.Test;

class ResultTest {
    @Test
    void isWrittenWithExactlyTheFieldsOfTheContract() throws JsonProcessingException {
        JsonMapper json = JsonMapper.builder().build();
        assertEquals(
                "{\"name\":\"speed\",\"value\":2.0,\"unit\":\"1/s\",\"limit\":null,\"ratio\":null,\"bound\":null}",
                json.writeValueAsString(Result.plain("speed", 2, "1/s")));
        assertEquals(
                "{\"name\":\"share\",\"value\":0.5,\"unit\":\"ratio\",\"limit\":0.25,\"ratio\":2.0,\"bound\":\"at_most\"}",
                json.writeValueAsString(Result.atMost("share", 0.5, "ratio", 0.25)));
    }

    @Test
    void knowsOnWhichSideOfItsLimitItShouldLie() {
        assertTrue(Result.atLeast("a", 0.95, "ratio", 0.95).met());
        assertFalse(Result.atLeast("a", 0.94, "ratio", 0.95).met());
        assertTrue(Result.atMost("a", 0.1, "ratio", 0.1).met());
        assertFalse(Result.atMost("a", 0.11, "ratio", 0.1).met());
        assertTrue(Result.atMost("a", 0.11, "ratio", 0.1).text().contains("NOT MET: at most 0.100"));
    }
}
