package dev.flawsmith.cli;

import dev.flawsmith.augmentation.AugmentationException;
import dev.flawsmith.augmentation.SpecException;
import dev.flawsmith.bench.BenchException;
import dev.flawsmith.dataset.DatasetException;
import dev.flawsmith.http.ServerStartException;
import dev.flawsmith.math.FeatureException;
import dev.flawsmith.model.EncoderException;
import dev.flawsmith.model.ModelPackageException;
import dev.flawsmith.synthesis.SynthesisException;
import dev.flawsmith.training.TrainingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The one place where a failure becomes a message and an exit code; the stack trace only with {@code --verbose}. */
final class FailureReport implements IParameterExceptionHandler, IExecutionExceptionHandler {
    /** A failure in the form of the HTTP API's errors. */
    record Failure(
            int exitCode,
            String type,
            String code,
            @Nullable String param,
            String message) {
        private static Failure badInput(@Nullable String param, String message) {
            return new Failure(Main.BAD_INPUT, "invalid_request_error", "invalid_request", param, message);
        }

        private static Failure failure(String code, String message) {
            return new Failure(Main.FAILURE, "server_error", code, null, message);
        }
    }

    @Override
    public int handleParseException(ParameterException ex, String[] args) {
        CommandLine command = ex.getCommandLine();
        Failure failure = Failure.badInput(null, message(ex));
        command.getErr().println("flawsmith: " + failure.message());
        CommandLine.UnmatchedArgumentException.printSuggestions(ex, command.getErr());
        command.getErr().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        printJson(command, failure, List.of(args));
        return failure.exitCode();
    }

    @Override
    public int handleExecutionException(Exception ex, CommandLine command, ParseResult parsed) {
        return report(ex, command, parsed.originalArgs());
    }

    /** Says what failed and gives the exit code. */
    int report(Throwable ex, CommandLine command, List<String> args) {
        Failure failure = of(ex);
        command.getErr().println("flawsmith: " + failure.message());
        if (args.contains(CommonOptions.VERBOSE)) {
            ex.printStackTrace(command.getErr());
        }
        printJson(command, failure, args);
        return failure.exitCode();
    }

    private static void printJson(CommandLine command, Failure failure, List<String> args) {
        if (args.contains(CommonOptions.JSON)) {
            ErrorLine line =
                    new ErrorLine(new Detail(failure.message(), failure.type(), failure.param(), failure.code()));
            JsonOutput.print(command.getOut(), line);
        }
    }

    private record ErrorLine(Detail error) {}

    private record Detail(
            String message, String type, @Nullable String param, String code) {}

    static Failure of(Throwable ex) {
        if (ex instanceof InputException e) {
            return Failure.badInput(e.param(), message(e));
        }
        if (ex instanceof BenchException e) {
            return e.param() == null
                    ? Failure.failure("bench_failed", message(e))
                    : Failure.badInput(e.param(), message(e));
        }
        if (ex instanceof SynthesisException e) {
            return of(e);
        }
        if (ex instanceof SpecException e) {
            String field = e.problems().get(0).field();
            return Failure.badInput(field.isEmpty() ? "spec" : field, message(e));
        }
        if (ex instanceof AugmentationException e) {
            return e.param() == null
                    ? Failure.failure("dataset_failed", message(e))
                    : Failure.badInput(e.param(), message(e));
        }
        if (ex instanceof EncoderException e) {
            return Failure.badInput(null, message(e));
        }
        if (ex instanceof DatasetException e) {
            return Failure.badInput(null, message(e));
        }
        if (ex instanceof FeatureException e) {
            return Failure.badInput(null, message(e));
        }
        if (ex instanceof ModelPackageException e) {
            return Failure.failure("model_unusable", message(e));
        }
        if (ex instanceof ServerStartException e) {
            return Failure.failure("cannot_listen", message(e));
        }
        if (ex instanceof TrainingException e) {
            return Failure.failure("training_failed", message(e));
        }
        if (ex instanceof UncheckedIOException e && e.getCause() != null) {
            return of(e.getCause());
        }
        if (ex instanceof FileSystemException e) {
            return Failure.failure("file_error", message(e));
        }
        if (ex instanceof IOException e) {
            return Failure.failure("file_error", message(e));
        }
        return Failure.failure(
                "internal_error",
                "unexpected failure: " + message(ex) + " (" + ex.getClass().getSimpleName() + "; "
                        + CommonOptions.VERBOSE + " shows where)");
    }

    private static Failure of(SynthesisException ex) {
        String code = ex.code().name().toLowerCase(Locale.ROOT);
        return switch (ex.code()) {
            case INVALID_REQUEST, UNKNOWN_MODEL -> {
                String param = ex.errors().isEmpty() ? null : ex.errors().get(0).field();
                yield new Failure(Main.BAD_INPUT, "invalid_request_error", code, param, message(ex));
            }
            case BLOCKED, CANCELLED, DEADLINE_EXCEEDED, ENGINE_FAILURE, ENGINE_UNAVAILABLE, QUEUE_FULL, SHUTTING_DOWN ->
                Failure.failure(code, message(ex));
        };
    }

    private static String message(FileSystemException ex) {
        String what = ex.getReason();
        if (ex instanceof NoSuchFileException) {
            what = "there is no such file or folder";
        } else if (ex instanceof AccessDeniedException) {
            what = "permission denied";
        }
        return ex.getFile() + ": " + (what == null ? ex.getClass().getSimpleName() : what);
    }

    private static String message(Throwable ex) {
        String message = ex.getMessage();
        return message == null || message.isBlank() ? ex.getClass().getSimpleName() : message;
    }
}
