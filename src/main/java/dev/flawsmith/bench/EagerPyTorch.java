package dev.flawsmith.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.flawsmith.model.UNetConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The same training steps in eager PyTorch, in a Python process that waits between rounds. Not thread-safe. */
final class EagerPyTorch implements AutoCloseable {
    private final String python;
    private final Path script;
    private final Process process;
    private final Writer orders;
    private final BufferedReader answers;
    private final String version;

    /**
     * Starts it; errors of Python's own go to standard error.
     *
     * @param python a program that runs Python with PyTorch
     * @param script the steps, in Python
     * @throws BenchException if it does not start or has no PyTorch
     */
    EagerPyTorch(String python, Path script, UNetConfig network, int batch, int threads) {
        this.python = python;
        this.script = script;
        try {
            process = new ProcessBuilder(python, script.toString(), order(network, batch, threads))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new BenchException("python", "python: expected a Python with PyTorch, found " + e.getMessage(), e);
        }
        orders = process.outputWriter(StandardCharsets.UTF_8);
        answers = process.inputReader(StandardCharsets.UTF_8);
        version = answer();
    }

    private static String order(UNetConfig network, int batch, int threads) {
        try {
            return JsonMapper.builder()
                    .build()
                    .writeValueAsString(Map.of("network", network, "batch", batch, "threads", threads));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Such as {@code torch 2.7.1}. */
    String version() {
        return version;
    }

    /** Does whole training steps; images a second. */
    double imagesPerSecond(int steps) {
        try {
            orders.write(steps + "\n");
            orders.flush();
        } catch (IOException e) {
            throw ended(e);
        }
        return Double.parseDouble(answer());
    }

    private String answer() {
        try {
            String line = answers.readLine();
            if (line == null) {
                throw ended(null);
            }
            return line;
        } catch (IOException e) {
            throw ended(e);
        }
    }

    private BenchException ended(@Nullable Exception cause) {
        process.destroy();
        return new BenchException(
                "python",
                "python: expected " + python + " to run " + script + " with PyTorch, found that it ended; see above",
                cause);
    }

    @Override
    public void close() {
        process.destroy();
    }
}
