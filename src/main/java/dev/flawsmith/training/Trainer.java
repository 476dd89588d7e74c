package dev.flawsmith.training;

import dev.flawsmith.model.EdmPreconditioning;
import dev.flawsmith.model.djl.DjlDevice;
import dev.flawsmith.model.djl.DjlNetwork;
import dev.flawsmith.model.djl.NamedTensors;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The training loop. A run killed at any moment and resumed from its last checkpoint ends, for a budget in images and on
 * the same machine, with the same weights as one that was not.
 */
public final class Trainer {
    private static final Duration FIRST_CHECKPOINT = Duration.ofSeconds(30);

    private final TrainingRun run;
    private final TrainingPhotos photos;
    private final TrainingListener listener;
    private final float @Nullable [] start;
    private final @Nullable Distillation distillation;
    private final TrainingLoop loop;

    public Trainer(TrainingRun run, TrainingPhotos photos, TrainingListener listener) {
        this(run, photos, listener, null);
    }

    /**
     * A trainer that goes on from weights of a model of the same shape.
     *
     * @param start every weight, flat; null starts from random weights. A resumed run takes its checkpoint's instead
     * @throws IllegalArgumentException if the number of weights is not the network's
     */
    public Trainer(TrainingRun run, TrainingPhotos photos, TrainingListener listener, float @Nullable [] start) {
        this(run, photos, listener, start, null);
    }

    /**
     * A trainer that learns from a teacher; of the photos it takes classes and captions only.
     *
     * @param start every weight, flat; null starts from random weights. A resumed run takes its checkpoint's instead
     * @param distillation null learns from the photos
     * @throws IllegalArgumentException if the number of weights is not the network's
     */
    public Trainer(
            TrainingRun run,
            TrainingPhotos photos,
            TrainingListener listener,
            float @Nullable [] start,
            @Nullable Distillation distillation) {
        int expected = size(run);
        if (start != null && start.length != expected) {
            throw new IllegalArgumentException("expected " + expected + " weights, found " + start.length);
        }
        this.run = run;
        this.photos = photos;
        this.listener = listener;
        this.start = start == null ? null : start.clone();
        this.distillation = distillation;
        this.loop = new TrainingLoop(run.budget(), run.config().batch(), FIRST_CHECKPOINT, run.checkpointEvery());
    }

    private static int size(TrainingRun run) {
        return NamedTensors.size(DjlNetwork.tensors(run.network()));
    }

    /**
     * What training ended with.
     *
     * @param step steps done
     * @param images images seen
     * @param seconds training time over all resumptions
     * @param average averaged weights, flat
     * @param finished whether the budget is spent; false after {@link #stop()}
     */
    @SuppressWarnings("ArrayRecordComponent") // a hand-over, never compared
    public record Result(long step, long images, double seconds, float[] average, boolean finished) {}

    /** Whether a folder holds a checkpoint to resume from. */
    public static boolean hasCheckpoint(Path directory) {
        return Checkpoint.existsIn(directory);
    }

    /** The steps that a checkpoint has behind it. */
    public static long checkpointStep(Path directory) {
        return Checkpoint.stepOf(directory);
    }

    /** Asks a run to end after its current step, with a checkpoint; from any thread. */
    public void stop() {
        loop.stop();
    }

    /**
     * Trains until the budget is spent or {@link #stop()} is called; leaves a checkpoint either way.
     *
     * @throws TrainingException if the checkpoint cannot be read or written, or if the loss stops being a number: then the
     *     last good checkpoint is left as it was
     */
    public Result run() {
        Checkpoint start = run.resume() ? Checkpoint.read(run.checkpoints(), run.identity()) : fresh();
        try (DjlNetwork network =
                DjlNetwork.create(run.network(), start.weights(), DjlDevice.parse(run.device()), true)) {
            TrainingConfig config = run.config();
            Learner learner = Learner.of(network, start, config.beta1(), config.beta2(), config.weightDecay());
            Run work = new Run(learner, new TrainingStep(network, config, learner));
            TrainingLoop.Position end = loop.run(start.step(), start.seconds(), work);
            return new Result(end.step(), end.images(), end.seconds(), learner.average(), end.finished());
        }
    }

    /** What the loop turns around. */
    private final class Run implements TrainingLoop.Work {
        private final Learner learner;
        private final TrainingStep step;
        private final BatchSource batches = batches();
        private double rate;
        private TrainingStep.@Nullable Outcome outcome;
        private TrainingListener.@Nullable Progress latest;

        Run(Learner learner, TrainingStep step) {
            this.learner = learner;
            this.step = step;
        }

        @Override
        public void step(TrainingLoop.Position from) {
            TrainingConfig config = run.config();
            rate = config.learningRateAt(from.step(), from.share());
            TrainingStep.Outcome seen =
                    step.run(batches.at(from.step(), config.flipsAt(from.share())), from.step(), rate);
            if (!Double.isFinite(seen.loss()) || !Double.isFinite(seen.gradientNorm())) {
                throw diverged(from.step(), seen);
            }
            outcome = seen;
        }

        @Override
        public void stepped(TrainingLoop.Position now) {
            TrainingStep.Outcome seen = Objects.requireNonNull(outcome);
            latest = new TrainingListener.Progress(
                    now.step(), now.images(), now.seconds(), now.share(), seen.loss(), seen.gradientNorm(), rate);
            listener.stepped(latest);
        }

        @Override
        public void save(TrainingLoop.Position now) {
            Checkpoint checkpoint = learner.checkpoint(run.identity(), now);
            checkpoint.write(run.checkpoints());
            if (latest != null) {
                listener.checkpointed(latest, checkpoint.average());
            }
        }
    }

    private BatchSource batches() {
        EdmPreconditioning edm = new EdmPreconditioning(run.sigmaData());
        return distillation == null
                ? new PhotoBatches(
                        photos,
                        run.config(),
                        edm,
                        run.network().textDimension(),
                        run.network().augmentDimension())
                : new DistilledBatches(distillation, photos, run.config(), run.network(), edm);
    }

    private TrainingException diverged(long done, TrainingStep.Outcome outcome) {
        return new TrainingException("expected a finite loss and gradient, found loss " + outcome.loss()
                + " and gradient norm " + outcome.gradientNorm() + " at step " + done + "; the weights before that step"
                + (Checkpoint.existsIn(run.checkpoints()) ? " were last saved in " : " were not saved in ")
                + run.checkpoints() + "; lower the learning rate or look for photos with odd values");
    }

    private Checkpoint fresh() {
        return Checkpoint.fresh(
                run.identity(),
                start == null
                        ? InitialWeights.of(
                                DjlNetwork.tensors(run.network()), run.config().seed())
                        : start.clone());
    }
}
