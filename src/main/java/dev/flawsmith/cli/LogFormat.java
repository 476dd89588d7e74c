package dev.flawsmith.cli;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import java.util.Iterator;
import java.util.Locale;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/** How lines of the log look. */
enum LogFormat {
    /** For people: one line an event. */
    TEXT,
    /** For machines: one JSON object a line, the request's id under {@code mdc}, an access line's facts under {@code kvpList}. */
    JSON;

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The format of a name.
     *
     * @throws InputException if there is none
     */
    static LogFormat named(String name) {
        for (LogFormat format : values()) {
            if (format.wireName().equals(name)) {
                return format;
            }
        }
        throw new InputException("log", "log: expected text or json, found " + name);
    }

    /** Has everything logged like this from now on. */
    void use() {
        if (this == JSON) {
            ILoggerFactory factory = LoggerFactory.getILoggerFactory();
            if (factory instanceof LoggerContext context) {
                useJson(context);
            }
        }
    }

    static void useJson(LoggerContext context) {
        Iterator<Appender<ILoggingEvent>> appenders =
                context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).iteratorForAppenders();
        while (appenders.hasNext()) {
            if (appenders.next() instanceof OutputStreamAppender<ILoggingEvent> stream) {
                JsonEncoder encoder = new JsonEncoder();
                encoder.setContext(context);
                encoder.setWithFormattedMessage(true);
                encoder.setWithMessage(false);
                encoder.setWithArguments(false);
                encoder.setWithSequenceNumber(false);
                encoder.setWithNanoseconds(false);
                encoder.setWithContext(false);
                encoder.start();
                stream.setEncoder(encoder);
            }
        }
    }
}
