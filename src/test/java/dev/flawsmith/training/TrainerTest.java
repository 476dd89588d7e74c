package dev.flawsmith.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerTest {
    @TempDir
    private Path folder;

    private static Trainer.Result train(TrainingRun run) {
        return new Trainer(run, ToyTraining.photos(6), TrainingListener.NONE).run();
    }

    @Test
    void lossFallsOnPhotosThatHaveStructure() {
        List<Double> losses = new ArrayList<>();
        new Trainer(ToyTraining.run(folder, 1600, false), ToyTraining.photos(6), new TrainingListener() {
                    @Override
                    public void stepped(Progress progress) {
                        losses.add(progress.loss());
                    }
                })
                .run();
        assertEquals(400, losses.size());
        double first =
                losses.subList(0, 50).stream().mapToDouble(d -> d).average().orElseThrow();
        double last =
                losses.subList(350, 400).stream().mapToDouble(d -> d).average().orElseThrow();
        assertTrue(last < 0.6 * first, "mean loss of the first 50 steps " + first + ", of the last 50 " + last);
    }

    /** Another process trains, is killed with SIGKILL in the middle, and is resumed; the weights must be the same bits. */
    @Test
    void aRunKilledAndResumedEndsWithTheSameWeights() throws Exception {
        Trainer.Result whole = train(ToyTraining.run(folder.resolve("whole"), 480, false));
        Path broken = folder.resolve("broken");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Dai.djl.pytorch.num_threads=" + System.getProperty("ai.djl.pytorch.num_threads", "2"),
                        "-Dai.djl.pytorch.num_interop_threads=1",
                        "-Dai.djl.offline=true",
                        KilledTraining.class.getName(),
                        broken.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("killed.log").toFile())
                .start();
        assertTrue(process.waitFor(120, TimeUnit.SECONDS), "the other process hangs");
        assertEquals(KilledTraining.SIGKILLED, process.exitValue(), Files.readString(folder.resolve("killed.log")));
        Checkpoint left =
                Checkpoint.read(broken, ToyTraining.run(broken, 480, true).identity());
        assertTrue(left.step() > 0 && left.step() < 120, "checkpoint at step " + left.step());

        Trainer.Result resumed = train(ToyTraining.run(broken, 480, true));

        assertEquals(whole.step(), resumed.step());
        assertArrayEquals(whole.average(), resumed.average());
        assertArrayEquals(
                Checkpoint.read(
                                folder.resolve("whole"),
                                ToyTraining.run(broken, 1, true).identity())
                        .weights(),
                Checkpoint.read(broken, ToyTraining.run(broken, 1, true).identity())
                        .weights());
    }

    @Test
    void stopLeavesACheckpointAndSaysUnfinished() {
        TrainingRun run = ToyTraining.run(folder, 4000, false);
        Trainer[] trainer = new Trainer[1];
        trainer[0] = new Trainer(run, ToyTraining.photos(6), new TrainingListener() {
            @Override
            public void stepped(Progress progress) {
                if (progress.step() == 7) {
                    trainer[0].stop();
                }
            }
        });
        Trainer.Result result = trainer[0].run();
        assertFalse(result.finished());
        assertEquals(7, Checkpoint.read(folder, run.identity()).step());
    }

    @Test
    void aLossThatIsNoNumberStopsItAndKeepsTheLastGoodCheckpoint() throws IOException {
        TrainingRun run = ToyTraining.run(folder, 40, false);
        train(run);
        byte[] good = Files.readAllBytes(folder.resolve(Checkpoint.NAME));
        TrainingPhotos sane = ToyTraining.photos(6);
        List<TrainingPhotos.Example> odd = new ArrayList<>(sane.photos());
        float[] broken = new float[256];
        Arrays.fill(broken, Float.NaN);
        odd.replaceAll(e -> new TrainingPhotos.Example(broken, e.classIndex(), e.captions()));
        Trainer trainer = new Trainer(
                ToyTraining.run(folder, 400, true),
                new TrainingPhotos(16, 1, sane.classes(), odd),
                TrainingListener.NONE);

        TrainingException e = assertThrows(TrainingException.class, trainer::run);

        assertTrue(String.valueOf(e.getMessage()).contains("expected a finite loss"));
        assertTrue(String.valueOf(e.getMessage()).contains("step 10"));
        assertArrayEquals(good, Files.readAllBytes(folder.resolve(Checkpoint.NAME)));
    }

    @Test
    void refusesACheckpointOfOtherPhotos() {
        train(ToyTraining.run(folder, 8, false));
        TrainingRun run = ToyTraining.run(folder, 16, true);
        TrainingRun other = new TrainingRun(
                run.network(),
                run.sigmaData(),
                run.config(),
                run.budget(),
                run.checkpoints(),
                run.checkpointEvery(),
                true,
                "others",
                "cpu");
        TrainingException e = assertThrows(TrainingException.class, () -> train(other));
        assertTrue(String.valueOf(e.getMessage()).contains("others"));
    }

    @Test
    void refusesADamagedCheckpointByName() throws IOException {
        train(ToyTraining.run(folder, 8, false));
        Path file = folder.resolve(Checkpoint.NAME);
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
        TrainingException e = assertThrows(TrainingException.class, () -> train(ToyTraining.run(folder, 16, true)));
        assertTrue(String.valueOf(e.getMessage()).contains(Checkpoint.NAME));
    }

    /** Resident memory after 2,000 steps is where it was after 300, within what a JVM's own heap may move. */
    @Test
    void nativeMemoryStaysFlatOverTwoThousandSteps() throws IOException {
        long[] resident = new long[2];
        new Trainer(
                        ToyTraining.run(folder, 8000, false, Duration.ofHours(1)),
                        ToyTraining.photos(6),
                        new TrainingListener() {
                            @Override
                            public void stepped(Progress progress) {
                                if (progress.step() == 300) {
                                    resident[0] = NativeMemory.nonHeapResidentBytes();
                                } else if (progress.step() == 2000) {
                                    resident[1] = NativeMemory.nonHeapResidentBytes();
                                }
                            }
                        })
                .run();
        long grown = resident[1] - resident[0];
        assertTrue(resident[0] > 0 && grown < 48L << 20, "grown by " + (grown >> 20) + " MiB");
    }
}
