package dev.flawsmith.cli;

import dev.flawsmith.memorization.IndexEntry;
import dev.flawsmith.memorization.TrainingIndex;
import dev.flawsmith.model.Denoiser;
import dev.flawsmith.model.ModelManifest;
import dev.flawsmith.model.ModelPackage;
import dev.flawsmith.model.djl.UNetPackage;
import dev.flawsmith.sampling.Guidance;
import dev.flawsmith.sampling.KarrasSchedule;
import dev.flawsmith.synthesis.GuidanceInterval;
import dev.flawsmith.training.Distillation;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** The model that a run distils ({@code train --distil}): the student starts from its weights and learns its trajectories. */
final class Teacher {
    /** Of the student: at less noise than this one answer is as good as many. */
    private static final double SIGMA_MIN = 0.3;
    /** Of the teacher within one of the student: 18 in all for six, where the solver is within two grey levels of exact. */
    private static final int SUBSTEPS = 3;

    private static final String STUDENT_SAMPLER = "euler";
    private static final String CPU = "cpu";

    private final ModelPackage model;
    private final int steps;

    private Teacher(ModelPackage model, int steps) {
        this.model = model;
        this.steps = steps;
    }

    /**
     * Opens a package by name or folder, every hash checked.
     *
     * @param steps of the student
     * @throws InputException if there is no such package, or the steps are out of range
     */
    static Teacher open(String nameOrPath, int steps) {
        ModelPackage model = ModelPackage.open(ModelLibrary.of(null).find(nameOrPath));
        if (model.isLatent()) {
            throw new InputException(
                    "distil", "distil: expected a model on pixels, found one on latents, " + model.directory());
        }
        int own = model.manifest().denoisingDefaults().steps();
        if (steps < 2 || steps >= own) {
            throw new InputException(
                    "steps", "steps: expected 2 to " + (own - 1) + ", fewer than the teacher's, found " + steps);
        }
        if (model.manifest().denoisingSchedule().sigmaMin() >= SIGMA_MIN) {
            throw new InputException(
                    "distil",
                    "distil: expected a teacher whose smallest noise level is below " + SIGMA_MIN + ", found "
                            + model.manifest().denoisingSchedule().sigmaMin());
        }
        return new Teacher(model, steps);
    }

    /**
     * Checks that the guard will know every photo that the teacher has learnt from: what it remembers its student may too.
     *
     * @throws InputException if one is missing
     */
    void check(List<String> classes, List<TrainingIndex> indexes) {
        if (!model.manifest().classes().equals(classes)) {
            throw new InputException(
                    "distil",
                    "distil: expected photos of the teacher's classes, "
                            + model.manifest().classes() + ", found " + classes);
        }
        Set<String> photos = hashes(indexes.get(0).train());
        Set<String> missing =
                new HashSet<>(hashes(TrainingIndexes.of(model).get(0).train()));
        int all = missing.size();
        missing.removeAll(photos);
        if (!missing.isEmpty()) {
            throw new InputException(
                    "distil",
                    "distil: expected among the train photos all " + all + " that "
                            + model.manifest().name() + " learnt from, for the guard to compare with, found "
                            + (all - missing.size()));
        }
    }

    private static Set<String> hashes(List<IndexEntry> photos) {
        return photos.stream().map(IndexEntry::sha256).collect(Collectors.toSet());
    }

    /** The teacher's network, on ONNX Runtime in fp32 where the student learns on the CPU, else beside the student. */
    Denoiser open(String device) {
        return device.equals(CPU)
                ? Networks.open(
                        model, new NetworkEngine.OnCpu(NetworkEngine.ONNXRUNTIME, EngineSettings.networkThreads(null)))
                : UNetPackage.open(model, device);
    }

    /** What the student learns. */
    Distillation distillation(Denoiser opened) {
        ModelManifest.Defaults own = model.manifest().denoisingDefaults();
        GuidanceInterval interval = GuidanceInterval.orEverywhere(own.guidanceInterval());
        ModelManifest.Schedule student = schedule();
        return new Distillation(
                opened,
                own.name(),
                new Guidance(
                        own.guidanceScale(),
                        interval.low(),
                        interval.high(),
                        Objects.requireNonNullElse(own.guidanceRescale(), 0.0)),
                new KarrasSchedule(student.sigmaMin(), student.sigmaMax(), student.rho()),
                steps,
                SUBSTEPS,
                model.manifest().denoisingSchedule().sigmaMin());
    }

    /** The student's noise levels. */
    ModelManifest.Schedule schedule() {
        ModelManifest.Schedule own = model.manifest().denoisingSchedule();
        return new ModelManifest.Schedule(SIGMA_MIN, own.sigmaMax(), own.rho());
    }

    /** What a request of the student gets: the steps that it has learnt, guidance being in its weights. */
    ModelManifest.Defaults defaults() {
        return new ModelManifest.Defaults(STUDENT_SAMPLER, steps, 1);
    }

    /** For the model card. */
    String describe() {
        ModelManifest.Defaults own = model.manifest().denoisingDefaults();
        return String.format(
                Locale.ROOT,
                "Distilled from %s: it goes in %d Euler steps where that goes in %d of %s with guidance %.2f, and was shown"
                        + " that model's own trajectories and no photo.",
                model.manifest().name(),
                steps,
                steps * SUBSTEPS,
                own.name(),
                own.guidanceScale());
    }
}
