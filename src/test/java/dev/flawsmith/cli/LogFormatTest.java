package dev.flawsmith.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class LogFormatTest {
    /** In a context of its own, configured as shipped. */
    @Test
    void writesOneJsonObjectALineWithIdAndFields() throws Exception {
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(Objects.requireNonNull(LogFormat.class.getResource("/logback.xml")));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        LogFormat.useJson(context);
        Appender<ILoggingEvent> appender =
                context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("STDERR");
        ((OutputStreamAppender<ILoggingEvent>) appender).setOutputStream(out);
        context.getMDCAdapter().put("request_id", "line-3.17");
        context.getLogger("dev.flawsmith.http.AccessLog")
                .atInfo()
                .addKeyValue("status", 200)
                .log("two\nlines \"quoted\"");
        context.stop();
        String written = out.toString(StandardCharsets.UTF_8);
        assertEquals(1, written.lines().count(), written);
        JsonNode line = JsonMapper.builder().build().readTree(written);
        assertEquals("two\nlines \"quoted\"", line.path("formattedMessage").textValue());
        assertEquals("line-3.17", line.at("/mdc/request_id").textValue());
        assertEquals("200", line.at("/kvpList/0/status").asText());
        assertEquals("INFO", line.path("level").textValue());
    }

    @Test
    void refusesAFormatThatIsNone() {
        InputException refused = assertThrows(InputException.class, () -> LogFormat.named("xml"));
        assertEquals("log: expected text or json, found xml", refused.getMessage());
        CommandLine.Outcome outcome = CommandLine.run("serve", "--log", "xml");
        assertEquals(Main.BAD_INPUT, outcome.code());
    }
}
