package dev.flawsmith.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ServerOptionsTest {
    @Test
    void servesTheLoopbackAddressByDefault() {
        ServerOptions expected = new ServerOptions(
                "127.0.0.1",
                8080,
                1_048_576,
                64,
                Duration.ofMinutes(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                Duration.ofSeconds(2));
        assertEquals(expected, ServerOptions.defaults());
    }

    @Test
    void changesHostAndPortAndNothingElse() {
        ServerOptions changed = ServerOptions.defaults().withHost("0.0.0.0").withPort(9);
        ServerOptions expected = new ServerOptions(
                "0.0.0.0",
                9,
                1_048_576,
                64,
                Duration.ofMinutes(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                Duration.ofSeconds(2));
        assertEquals(expected, changed);
    }

    @Test
    void refusesAPortThatDoesNotExist() {
        ServerOptions defaults = ServerOptions.defaults();
        assertThrows(IllegalArgumentException.class, () -> defaults.withPort(65_536));
        assertThrows(IllegalArgumentException.class, () -> defaults.withPort(-1));
        assertThrows(IllegalArgumentException.class, () -> defaults.withHost(" "));
    }
}
