package dev.flawsmith.http;

import dev.flawsmith.jobs.JobException;
import dev.flawsmith.jobs.JobUpload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.http.MultiPartCompliance;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;

/**
 * The parts of an upload as Jetty finds them: a part with a file name is a file, one without, and any named {@code options}, a value. What
 * goes wrong is kept until somebody asks, for the parser swallows what its listeners throw. One thread.
 */
final class UploadParts implements MultiPart.Parser.Listener, AutoCloseable {
    private static final int LONGEST_VALUE = 1 << 16;
    private static final String OPTIONS = "options";
    static final String PLAIN = "parts without Content-Transfer-Encoding";
    static final Pattern NAME = Pattern.compile("(?i);\\s*name\\s*=\\s*(?:\"([^\"]*)\"|([^;\\s]+))");
    static final Pattern FILE_NAME = Pattern.compile("(?i);\\s*filename\\*?\\s*=");

    private final JobUpload upload;
    private @Nullable String disposition;
    private String name = "";
    private @Nullable OutputStream file;
    private @Nullable ByteArrayOutputStream value;
    private boolean complete;
    private @Nullable Throwable failure;

    UploadParts(JobUpload upload) {
        this.upload = upload;
    }

    /** Something that may go wrong. */
    @FunctionalInterface
    private interface Action {
        void run() throws IOException;
    }

    private void unlessFailed(Action action) {
        if (failure == null) {
            try {
                action.run();
            } catch (IOException e) {
                failure = diskFailed(e);
            } catch (ApiException | JobException e) {
                failure = e;
            }
        }
    }

    /** Not what the routes answer to an IOException, which is that the client broke off. */
    static JobException diskFailed(IOException e) {
        return new JobException(
                JobException.Code.STORE_UNAVAILABLE,
                "the server cannot write uploads at the moment; try again later",
                e);
    }

    @Override
    public void onPartBegin() {
        disposition = null;
    }

    @Override
    public void onPartHeader(String header, String content) {
        if (header.equalsIgnoreCase("Content-Disposition")) {
            disposition = content;
        } else if (header.equalsIgnoreCase("Content-Transfer-Encoding")) {
            unlessFailed(() -> {
                if (isPacked(content)) {
                    throw wrong(PLAIN);
                }
            });
        }
    }

    /** Whether a {@code Content-Transfer-Encoding} makes a part's bytes others than its content. */
    static boolean isPacked(String encoding) {
        return !encoding.strip().matches("(?i)binary|8bit|7bit");
    }

    @Override
    public void onPartHeaders() {
        unlessFailed(() -> {
            String found = disposition == null ? "" : disposition;
            Matcher named = NAME.matcher(found);
            if (!named.find()) {
                throw wrong("a name in every part's Content-Disposition");
            }
            name = named.group(1) != null ? named.group(1) : named.group(2);
            if (FILE_NAME.matcher(found).find() && !name.equals(OPTIONS)) {
                file = upload.file(name);
            } else {
                value = new ByteArrayOutputStream();
            }
        });
    }

    @Override
    public void onPartContent(Content.Chunk chunk) {
        unlessFailed(() -> {
            byte[] bytes = new byte[chunk.remaining()];
            chunk.get(bytes, 0, bytes.length);
            OutputStream into = file;
            ByteArrayOutputStream text = value;
            if (into != null) {
                into.write(bytes);
            } else if (text != null) {
                if (text.size() + bytes.length > LONGEST_VALUE) {
                    throw new ApiException(
                            413,
                            "body_too_large",
                            "expected at most " + LONGEST_VALUE + " bytes in a part that is no file, found more");
                }
                text.writeBytes(bytes);
            }
        });
    }

    @Override
    public void onPartEnd() {
        unlessFailed(() -> {
            OutputStream written = file;
            ByteArrayOutputStream text = value;
            file = null;
            value = null;
            if (written != null) {
                written.close();
            } else if (text != null) {
                upload.value(name, UploadBody.value(text.toByteArray()));
            }
        });
    }

    @Override
    public void onComplete() {
        complete = true;
    }

    @Override
    public void onFailure(Throwable broken) {
        unlessFailed(() -> {
            ApiException wrong = wrong("parts between boundaries, the last of them with its end");
            wrong.initCause(broken);
            throw wrong;
        });
    }

    @Override
    public void onViolation(MultiPartCompliance.Violation violation) {
        unlessFailed(() -> {
            throw wrong("lines that end in CR LF and no encoded parts");
        });
    }

    static ApiException wrong(String expected) {
        return new ApiException(
                400, "invalid_multipart", "expected multipart/form-data of " + expected + ", found none");
    }

    /** Throws what has gone wrong so far, if anything. */
    void check() {
        if (failure instanceof ApiException e) {
            throw e;
        }
        if (failure instanceof JobException e) {
            throw e;
        }
    }

    /** Throws, too, if the last part has no end. */
    void finish() {
        check();
        if (!complete) {
            throw wrong("parts up to their last boundary");
        }
    }

    /** Closes the file that was under way. */
    @Override
    public void close() {
        OutputStream open = file;
        file = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                unlessFailed(() -> {
                    throw e;
                });
            }
        }
    }
}
