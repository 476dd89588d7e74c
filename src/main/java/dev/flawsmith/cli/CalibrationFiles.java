package dev.flawsmith.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.flawsmith.synthesis.EngineCalibration;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calibrations on disk: measured once, then the same for every process until their key changes. */
final class CalibrationFiles {
    private static final Logger log = LoggerFactory.getLogger(CalibrationFiles.class);
    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();
    /** A file lock holds between processes only. */
    private static final ReentrantLock THREADS = new ReentrantLock();

    private final Path folder;

    CalibrationFiles(Path folder) {
        this.folder = folder;
    }

    /**
     * What is stored under a key, measured and stored first if nothing is. Of processes that ask at once one measures and
     * the others wait for it.
     *
     * @return empty if it cannot be stored: then another process might measure otherwise, and nothing is measured
     */
    Optional<EngineCalibration> get(String key, Supplier<EngineCalibration> race) {
        THREADS.lock();
        try {
            Optional<EngineCalibration> known = find(key);
            if (known.isPresent()) {
                return known;
            }
            Files.createDirectories(folder);
            Path lockFile = folder.resolve(key + ".lock");
            try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                if (!lock.isValid()) {
                    throw new IOException(lockFile + ": expected a lock, found none");
                }
                Optional<EngineCalibration> other = find(key);
                return other.isPresent() ? other : Optional.of(store(key, race.get()));
            }
        } catch (IOException e) {
            log.warn("engines are not measured, for the result cannot be kept: {}", e.toString());
            return Optional.empty();
        } finally {
            THREADS.unlock();
        }
    }

    /** What is stored under a key. */
    Optional<EngineCalibration> find(String key) {
        Path file = file(key);
        try {
            return Optional.of(JSON.readValue(Files.readAllBytes(file), EngineCalibration.class));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            log.warn("{}: expected a calibration, found {}; the engines are measured again", file, e.toString());
            return Optional.empty();
        }
    }

    private EngineCalibration store(String key, EngineCalibration calibration) throws IOException {
        Path temporary = folder.resolve("." + key + ".partial");
        try {
            Files.write(temporary, JSON.writeValueAsBytes(calibration));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a calibration cannot be written as JSON", e);
        }
        Files.move(temporary, file(key), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return calibration;
    }

    private Path file(String key) {
        return folder.resolve(key + ".json");
    }
}
