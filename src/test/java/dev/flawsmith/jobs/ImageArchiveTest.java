package dev.flawsmith.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.jobs.JobException.Code;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageArchiveTest {
    private static final UploadLimits LIMITS = new UploadLimits(1 << 20, 5, 80 << 20, 10);

    @TempDir
    private Path temporary;

    private Path out() {
        return temporary.resolve("jobs/1/out");
    }

    private int unpack(byte[] archive) throws IOException {
        Path file = Files.write(temporary.resolve("a.archive"), archive);
        UploadRules rules = new UploadRules(List.of("train"), List.of(), CountingComparison.SUFFIXES, LIMITS);
        return new ImageArchive("train", file, rules).unpackInto(out());
    }

    private JobException refused(byte[] archive) {
        return assertThrows(JobException.class, () -> unpack(archive));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(temporary)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> temporary.relativize(file).toString())
                    .filter(file -> !file.equals("a.archive"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void unpacksClassesAndSplits() throws IOException {
        assertEquals(2, unpack(Archives.zip("scratch/", "scratch/1.png", "pit/Kratzer ü.JPG", "splits.csv")));
        assertEquals(
                List.of("jobs/1/out/pit/Kratzer ü.JPG", "jobs/1/out/scratch/1.png", "jobs/1/out/splits.csv"), files());
        assertEquals("scratch/1.png", Files.readString(out().resolve("scratch/1.png")));
        assertEquals(out(), UploadedFolder.in(out()));
    }

    @Test
    void looksIntoTheOneFolderThatWasPacked() throws IOException {
        assertEquals(2, unpack(Archives.zip("steel/scratch/1.png", "steel/pit/1.png")));
        assertEquals(out().resolve("steel"), UploadedFolder.in(out()));
    }

    @Test
    void takesTarsWithAndWithoutGzip() throws IOException {
        byte[] tar = Archives.tar("./scratch/1.png", TarConstants.LF_NORMAL);
        assertEquals(1, unpack(Archives.gzip(tar)));
        UploadedFolder.delete(out());
        assertEquals(1, unpack(tar));
        assertEquals(3, Files.size(out().resolve("scratch/1.png")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../1.png",
                "a/../../1.png",
                "/etc/1.png",
                "C:/1.png",
                "C:1.png",
                "a\\..\\1.png",
                "a/b/c/1.png",
                "a//1.png",
                ".hidden/1.png",
                "a/.png",
                "run.sh",
                "1.png.exe",
                "png",
                "a\u0000.png",
                "a\n.png",
                "a\u202egnp.png",
                "a\ufeff.png",
                "a\ufffd.png",
                "a./1.png",
                "a /1.png"
            })
    void namesThatAreNoImagesOfAFolderAreRefused(String name) throws IOException {
        JobException refused = refused(Archives.zip("ok.png", name));
        assertEquals(Code.INVALID_REQUEST, refused.code(), refused.getMessage());
        assertTrue(String.valueOf(refused.getMessage()).contains("found the entry '"), refused.getMessage());
        for (String file : files()) {
            assertTrue(file.startsWith("jobs/1/out/"), file);
        }
    }

    @Test
    void namesLongerThanADiskTakesAreRefused() throws IOException {
        assertEquals(1, unpack(Archives.zip("\u6f22".repeat(80) + ".png")));
        UploadedFolder.delete(out());
        JobException refused = refused(Archives.zip("\u6f22".repeat(90) + ".png"));
        assertEquals(Code.INVALID_REQUEST, refused.code(), refused.getMessage());
    }

    @Test
    void theSameNameTwiceIsRefusedHoweverItIsWritten() throws IOException {
        for (List<String> names : List.of(
                List.of("a/1.png", "a/1.png"),
                List.of("a/1.png", "A/1.PNG"),
                List.of("\u00e4.png", "a\u0308.png"),
                List.of("a.png", "a.png/1.png"),
                List.of("a.png/1.png", "a.png"))) {
            JobException refused = refused(Archives.zip(names.toArray(String[]::new)));
            assertEquals(Code.INVALID_REQUEST, refused.code(), names + ": " + refused.getMessage());
            assertTrue(String.valueOf(refused.getMessage()).contains("entry"), refused.getMessage());
            UploadedFolder.delete(out());
        }
    }

    static Stream<byte[]> links() {
        return Stream.of(
                Archives.tar("a.png", TarConstants.LF_SYMLINK),
                Archives.tar("a.png", TarConstants.LF_LINK),
                Archives.tar("a.png", TarConstants.LF_CHR),
                Archives.tar("a.png", TarConstants.LF_BLK),
                Archives.tar("a.png", TarConstants.LF_FIFO),
                Archives.zip("a.png", 0120777, "/etc/passwd".getBytes(StandardCharsets.UTF_8)),
                Archives.zip("a.png", 0020644, new byte[0]));
    }

    @ParameterizedTest
    @MethodSource("links")
    void linksAndDevicesAreRefused(byte[] archive) throws IOException {
        JobException refused = refused(archive);
        assertEquals(
                "train: expected files and folders only, no links or devices; found the entry 'a.png'",
                refused.getMessage());
        assertEquals(List.of(), files());
    }

    @Test
    void aBombEndsAtItsLimit() throws IOException {
        byte[] zeros = new byte[65 << 20]; // 64 MiB are free, and ten times the 65 kB that it packs into are less
        assertEquals(
                Code.TOO_LARGE, refused(Archives.zip("a.png", 0100644, zeros)).code());
        long left = Files.size(out().resolve("a.png"));
        assertTrue(left <= 64 << 20, "found " + left);
        UploadedFolder.delete(out());
        JobException many = refused(Archives.zip("1.png", "2.png", "3.png", "4.png", "5.png", "6.png"));
        assertEquals(Code.TOO_LARGE, many.code());
        assertEquals("train: expected at most 5 entries, found more", many.getMessage());
    }

    @Test
    void aTarOfOneEndlessNameIsRefused() {
        byte[] header = Arrays.copyOf(Archives.tar("././@LongLink", TarConstants.LF_GNUTYPE_LONGNAME), 512);
        System.arraycopy(
                "00100000000 ".getBytes(StandardCharsets.US_ASCII), 0, header, TarConstants.MAGIC_OFFSET - 133, 12);
        byte[] endless = Arrays.copyOf(withChecksum(header), 16 << 20);
        Arrays.fill(endless, 512, endless.length, (byte) 'a');
        JobException refused = refused(Archives.gzip(endless));
        assertEquals(Code.INVALID_REQUEST, refused.code());
        Throwable cause = refused.getCause();
        assertTrue(cause != null && String.valueOf(cause.getMessage()).contains("headers of more"), "found " + cause);
    }

    /** The library adds them up: each small enough, all of them as much memory as somebody likes. */
    @Test
    void globalHeadersOfAllEntriesTogetherAreBounded() throws IOException {
        assertEquals(2, unpack(globals(2, 100))); // what git archive writes
        UploadedFolder.delete(out());
        JobException refused = refused(globals(4, 20_000));
        assertEquals(Code.INVALID_REQUEST, refused.code());
        Throwable cause = refused.getCause();
        assertTrue(cause != null && String.valueOf(cause.getMessage()).contains("global headers"), "found " + cause);
    }

    /** Entries, each after a global header with a key of its own. */
    private static byte[] globals(int entries, int length) throws IOException {
        ByteArrayOutputStream tar = new ByteArrayOutputStream();
        for (int i = 0; i < entries; i++) {
            String record = String.format(
                    "%d k%d=%s\n",
                    length, i, "v".repeat(length - 5 - String.valueOf(length).length()));
            byte[] header = Arrays.copyOf(Archives.tar("g", TarConstants.LF_NORMAL), 512);
            header[TarConstants.LF_OFFSET] = TarConstants.LF_PAX_GLOBAL_EXTENDED_HEADER;
            byte[] size = String.format("%011o ", length).getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(size, 0, header, 124, 12);
            tar.write(withChecksum(header));
            tar.write(Arrays.copyOf(record.getBytes(StandardCharsets.US_ASCII), (length + 511) / 512 * 512));
            tar.write(Archives.tar(i + ".png", TarConstants.LF_NORMAL), 0, 1024);
        }
        tar.write(new byte[1024]);
        return tar.toByteArray();
    }

    private static byte[] withChecksum(byte[] header) {
        Arrays.fill(header, 148, 156, (byte) ' ');
        int sum = 0;
        for (byte each : header) {
            sum += each & 0xff;
        }
        byte[] text = String.format("%06o\0 ", sum).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(text, 0, header, 148, 8);
        return header;
    }

    @Test
    void whateverIsCutShortOrFlippedIsRefusedOrUnpackedInItsFolder() throws IOException {
        byte[] zip = Archives.zip("a/1.png", "a/2.png");
        byte[] tar = Archives.gzip(Archives.tar("a/1.png", TarConstants.LF_NORMAL));
        int refused = 0;
        for (byte[] whole : List.of(zip, tar)) {
            for (int i = 0; i < whole.length; i++) {
                byte[] flipped = whole.clone();
                flipped[i] ^= (byte) 0xff;
                for (byte[] wrong : List.of(Arrays.copyOf(whole, i), flipped)) {
                    try {
                        assertTrue(unpack(wrong) > 0);
                    } catch (JobException e) {
                        refused++;
                    }
                    for (String file : files()) {
                        assertTrue(file.startsWith("jobs/1/out/"), file);
                    }
                    UploadedFolder.delete(out());
                }
            }
        }
        assertTrue(refused > zip.length + tar.length, "refused " + refused);
    }

    @Test
    void aDirectoryThatCountsMoreThanIsAllowedIsNotOpened() throws IOException {
        Path file = Files.write(temporary.resolve("b.zip"), Archives.zip("1.png", "2.png", "3.png"));
        assertEquals(3, ZipDirectory.count(file, 3));
        assertEquals(3, ZipDirectory.count(file, 2));
        assertEquals(2, ZipDirectory.count(file, 1));
        assertEquals(3, ZipDirectory.count(file, 3, 200));
        assertEquals(4, ZipDirectory.count(file, 3, 100)); // three names, and a library would hold them with all beside
    }

    @Test
    void foldersAndImagesAreNotMixed() throws IOException {
        assertFalse(refused(Archives.zip("1.png", "a/2.png")).errors().isEmpty());
        UploadedFolder.delete(out());
        assertFalse(refused(Archives.zip("x/a/1.png", "y/2.png")).errors().isEmpty());
        UploadedFolder.delete(out());
        assertFalse(refused(Archives.zip("a/1.png", "a/splits.csv", "b/1.png"))
                .errors()
                .isEmpty());
        UploadedFolder.delete(out());
        assertEquals(
                "train: expected at least one image, found none",
                refused(Archives.zip("splits.csv")).getMessage());
        assertEquals(
                "train: expected a zip, tar or tar.gz of images, found another kind of file",
                refused("hello".getBytes(StandardCharsets.UTF_8)).getMessage());
    }
}
