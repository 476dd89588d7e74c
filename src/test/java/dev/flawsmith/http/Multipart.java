package dev.flawsmith.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A form with files, put together by hand so that it can be put together wrong. */
public final class Multipart {
    static final String BOUNDARY = "b0undary";
    public static final String TYPE = "multipart/form-data; boundary=" + BOUNDARY;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    public Multipart file(String name, byte[] content) {
        return part("form-data; name=\"" + name + "\"; filename=\"" + name + ".zip\"", content);
    }

    public Multipart value(String name, String content) {
        return part("form-data; name=\"" + name + "\"", content.getBytes(StandardCharsets.UTF_8));
    }

    public Multipart part(String disposition, byte[] content) {
        text("--" + BOUNDARY + "\r\nContent-Disposition: " + disposition + "\r\n\r\n");
        bytes.writeBytes(content);
        text("\r\n");
        return this;
    }

    private void text(String text) {
        bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    public byte[] end() {
        text("--" + BOUNDARY + "--\r\n");
        return bytes.toByteArray();
    }
}
