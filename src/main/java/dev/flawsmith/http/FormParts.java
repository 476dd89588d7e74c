package dev.flawsmith.http;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.http.MultiPartCompliance;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a form as Jetty finds them, kept in memory; whoever feeds the parser bounds how much that is. What goes
 * wrong is kept until somebody asks, for the parser swallows what its listeners throw. One thread.
 */
final class FormParts implements MultiPart.Parser.Listener {
    private final Map<String, List<FormBody.Part>> parts = new LinkedHashMap<>();
    private int begun;
    private @Nullable String disposition;
    private String name = "";
    private boolean named;
    private ByteArrayOutputStream content = new ByteArrayOutputStream();
    private boolean complete;
    private @Nullable ApiException failure;

    private void fail(ApiException cause) {
        if (failure == null) {
            failure = cause;
        }
    }

    @Override
    public void onPartBegin() {
        disposition = null;
        content = new ByteArrayOutputStream();
        begun++;
        if (begun > FormBody.MOST_PARTS) {
            fail(new ApiException(
                    400, "invalid_multipart", "expected at most " + FormBody.MOST_PARTS + " parts, found more"));
        }
    }

    @Override
    public void onPartHeader(String header, String value) {
        if (header.equalsIgnoreCase("Content-Disposition")) {
            disposition = value;
        } else if (header.equalsIgnoreCase("Content-Transfer-Encoding") && UploadParts.isPacked(value)) {
            fail(UploadParts.wrong(UploadParts.PLAIN));
        }
    }

    @Override
    public void onPartHeaders() {
        String found = disposition == null ? "" : disposition;
        Matcher matcher = UploadParts.NAME.matcher(found);
        if (!matcher.find()) {
            fail(UploadParts.wrong("a name in every part's Content-Disposition"));
            return;
        }
        name = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
        named = UploadParts.FILE_NAME.matcher(found).find();
    }

    @Override
    public void onPartContent(Content.Chunk chunk) {
        byte[] bytes = new byte[chunk.remaining()];
        chunk.get(bytes, 0, bytes.length);
        content.writeBytes(bytes);
    }

    @Override
    public void onPartEnd() {
        if (failure != null) {
            return;
        }
        List<FormBody.Part> same = parts.computeIfAbsent(name, unused -> new ArrayList<>());
        if (!same.isEmpty() && !FormBody.isList(name)) {
            fail(FormBody.repeated(name));
            return;
        }
        same.add(new FormBody.Part(content.toByteArray(), named));
    }

    @Override
    public void onComplete() {
        complete = true;
    }

    @Override
    public void onFailure(Throwable broken) {
        ApiException wrong = UploadParts.wrong("parts between boundaries, the last of them with its end");
        wrong.initCause(broken);
        fail(wrong);
    }

    @Override
    public void onViolation(MultiPartCompliance.Violation violation) {
        fail(UploadParts.wrong("lines that end in CR LF and no encoded parts"));
    }

    /** Throws what has gone wrong so far, if anything. */
    void check() {
        if (failure != null) {
            throw failure;
        }
    }

    /** The parts by name; throws, too, if the last part has no end. */
    Map<String, List<FormBody.Part>> finish() {
        check();
        if (!complete) {
            throw UploadParts.wrong("parts up to their last boundary");
        }
        return parts;
    }
}
