package dev.flawsmith.training;

import java.nio.file.Path;
import java.time.Duration;

/** Trains in a process of its own and kills it with SIGKILL after step 70, having saved at every step up to about 40. */
final class KilledTraining {
    /** What a shell reports of a process that SIGKILL ended. */
    static final int SIGKILLED = 128 + 9;

    private KilledTraining() {}

    public static void main(String[] args) {
        Path folder = Path.of(args[0]);
        TrainingRun first = ToyTraining.run(folder, 160, false, Duration.ofHours(1));
        new Trainer(first, ToyTraining.photos(6), TrainingListener.NONE).run();
        new Trainer(ToyTraining.run(folder, 480, true), ToyTraining.photos(6), new TrainingListener() {
                    @Override
                    public void stepped(Progress progress) {
                        if (progress.step() == 70) {
                            kill();
                        }
                    }
                })
                .run();
    }

    private static void kill() {
        try {
            new ProcessBuilder(
                            "kill", "-9", Long.toString(ProcessHandle.current().pid()))
                    .start()
                    .waitFor();
        } catch (java.io.IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
