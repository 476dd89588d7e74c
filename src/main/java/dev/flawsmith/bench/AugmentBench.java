package dev.flawsmith.bench;

import dev.flawsmith.augmentation.DatasetFolder;
import dev.flawsmith.augmentation.DatasetJob;
import dev.flawsmith.augmentation.DatasetListener;
import dev.flawsmith.augmentation.DatasetOrder;
import dev.flawsmith.augmentation.DatasetOutcome;
import dev.flawsmith.augmentation.DatasetTools;
import dev.flawsmith.augmentation.SpecReader;
import dev.flawsmith.guard.GuardPolicy;
import dev.flawsmith.synthesis.ModelDescription;
import dev.flawsmith.synthesis.RequestDraft;
import dev.flawsmith.synthesis.Synthesis;
import dev.flawsmith.synthesis.SynthesisListener;
import dev.flawsmith.synthesis.Synthesizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A dataset job, from plan to card, against offline sampling of the same images: the same model and settings, no guard, no
 * files, every request handed in at once. In turns within one run.
 */
public final class AugmentBench {
    private static final double LIMIT = 0.9;

    private final Supplier<ServedModels> served;
    private final int maxInFlight;
    private final int perClass;
    private final int rounds;

    /**
     * What is measured.
     *
     * @param served opens one model, as {@code augment} does
     * @param maxInFlight images that it takes at once
     * @param perClass images of each of its classes in a round
     */
    public AugmentBench(Supplier<ServedModels> served, int maxInFlight, int perClass, int rounds) {
        this.served = served;
        this.maxInFlight = maxInFlight;
        this.perClass = perClass;
        this.rounds = rounds;
    }

    /** Measures. */
    public Outcome run() {
        try (ServedModels models = served.get()) {
            Synthesizer synthesizer = models.synthesizer();
            ModelDescription model = synthesizer.models().get(0);
            offline(synthesizer, model, 1); // loads what is loaded at the first image
            List<Double> offline = new ArrayList<>();
            List<Double> jobs = new ArrayList<>();
            List<Double> ratios = new ArrayList<>();
            double images = (double) perClass * model.classes().size();
            for (int round = 0; round < rounds; round++) {
                double sampling = images / offline(synthesizer, model, perClass);
                double job = images / job(synthesizer, model);
                offline.add(sampling);
                jobs.add(job);
                ratios.add(job / sampling);
            }
            return new Outcome(
                    model.engine(),
                    List.of(
                            Result.plain("images", images, "images"),
                            Result.plain("offline_images_per_second", Statistics.median(offline), "images/s"),
                            Result.plain("augment_images_per_second", Statistics.median(jobs), "images/s"),
                            Result.atLeast("augment_over_offline", Statistics.median(ratios), "ratio", LIMIT)));
        }
    }

    /** Seconds for so many images of every class, none of them looked at. */
    private double offline(Synthesizer synthesizer, ModelDescription model, int count) {
        long start = System.nanoTime();
        int atOnce = Math.max(1, maxInFlight / count);
        List<Synthesis> open = new ArrayList<>();
        for (String className : model.classes()) {
            RequestDraft draft = new RequestDraft(
                    model.name(), className, null, (long) count, 1L, null, null, null, GuardPolicy.OFF);
            open.add(synthesizer.submit(synthesizer.check(draft), SynthesisListener.NONE));
            while (open.size() >= atOnce) {
                open.remove(0).images().join();
            }
        }
        open.forEach(synthesis -> synthesis.images().join());
        return (System.nanoTime() - start) / 1e9;
    }

    private double job(Synthesizer synthesizer, ModelDescription model) {
        String classes = model.classes().stream()
                .map(name -> "\"" + name + "\": " + perClass)
                .collect(Collectors.joining(", "));
        DatasetOrder order = DatasetOrder.of(
                SpecReader.read("{model: \"" + model.name() + "\", seed: 1, classes: {" + classes + "}}"));
        DatasetTools tools = new DatasetTools(synthesizer, maxInFlight, null, null, Map.of(), null, Map.of(), "bench");
        try {
            Path parent = Files.createTempDirectory("flawsmith-bench");
            try {
                DatasetFolder folder = DatasetFolder.check(parent.resolve("dataset"), false);
                long start = System.nanoTime();
                DatasetOutcome outcome = new DatasetJob(order, folder, tools, DatasetListener.NONE).run();
                double seconds = (System.nanoTime() - start) / 1e9;
                if (!outcome.complete()) {
                    throw new BenchException(null, "expected a whole dataset, found: " + outcome.failure(), null);
                }
                return seconds;
            } finally {
                delete(parent);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException(null, "interrupted", e);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
