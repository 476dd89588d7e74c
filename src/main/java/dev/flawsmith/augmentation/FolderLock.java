package dev.flawsmith.augmentation;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One run at a time writes a folder: held until it is closed, at the latest with the process. POSIX takes a process's locks away as
 * soon as that process closes the file by whichever channel, so the file is one that nothing else opens, and a second run
 * of this process is refused before it opens it.
 */
public final class FolderLock implements Closeable {
    private static final String FILE = "lock";
    /** Of this process: what the system's locks do not tell apart. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private FolderLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Takes the lock of a folder.
     *
     * @param folder what errors name
     * @param work the folder that the file is in; it must exist
     * @throws AugmentationException if another run holds it
     */
    public static FolderLock take(Path folder, Path work) throws IOException {
        Path file = work.toRealPath().resolve(FILE);
        if (!HELD.add(file)) {
            throw taken(folder);
        }
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FolderLock lock = new FolderLock(file, channel);
            if (channel.tryLock() == null) {
                channel.close();
                throw taken(folder);
            }
            return lock;
        } catch (IOException | RuntimeException e) {
            HELD.remove(file);
            throw e;
        }
    }

    private static AugmentationException taken(Path folder) {
        return AugmentationException.input("out", "expected no other run at work, found one that writes " + folder);
    }

    @Override
    public void close() throws IOException {
        channel.close();
        HELD.remove(file);
    }
}
