package dev.flawsmith.training.gan;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.flawsmith.model.djl.AlignedArrays;
import dev.flawsmith.model.djl.DiscriminatorNetwork;
import dev.flawsmith.model.djl.DjlDevice;
import dev.flawsmith.model.djl.GeneratorNetwork;
import dev.flawsmith.training.AdamW;
import dev.flawsmith.training.TrainingException;
import dev.flawsmith.training.TrainingLoop;
import dev.flawsmith.training.TrainingPhotos;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The training loop of a GAN. A run killed at any moment and resumed from its last checkpoint ends, for a budget in images and
 * on the same machine, with the same weights as one that was not.
 */
public final class GanTrainer {
    private static final Duration FIRST_CHECKPOINT = Duration.ofSeconds(30);
    /** Rounds of the power iterations before the first step: one more each step is too few for vectors drawn at random. */
    private static final int FIRST_ROUNDS = 10;

    private final GanRun run;
    private final TrainingPhotos photos;
    private final GanListener listener;
    private final TrainingLoop loop;

    /** @throws IllegalArgumentException if the photos are not what the networks take */
    public GanTrainer(GanRun run, TrainingPhotos photos, GanListener listener) {
        if (photos.size() != run.network().imageSize()
                || photos.channels() != run.network().imageChannels()
                || photos.classes().size() != run.network().classes()) {
            throw new IllegalArgumentException("expected photos for " + run.network() + ", found " + photos.size()
                    + " pixels, " + photos.channels() + " channels and " + photos.classes());
        }
        this.run = run;
        this.photos = photos;
        this.listener = listener;
        this.loop = new TrainingLoop(run.budget(), run.config().batch(), FIRST_CHECKPOINT, run.checkpointEvery());
    }

    /**
     * What training ended with.
     *
     * @param step steps done
     * @param images photos seen
     * @param seconds training time over all resumptions
     * @param average averaged weights of the generator, flat
     * @param finished whether the budget is spent; false after {@link #stop()}
     */
    @SuppressWarnings("ArrayRecordComponent") // a hand-over, never compared
    public record Result(long step, long images, double seconds, float[] average, boolean finished) {}

    /** Whether a folder holds a checkpoint to resume from. */
    public static boolean hasCheckpoint(Path directory) {
        return GanCheckpoint.existsIn(directory);
    }

    /** The steps that a checkpoint has behind it. */
    public static long checkpointStep(Path directory) {
        return GanCheckpoint.stepOf(directory);
    }

    /** Asks a run to end after its current step, with a checkpoint; from any thread. */
    public void stop() {
        loop.stop();
    }

    /**
     * Trains until the budget is spent or {@link #stop()} is called; leaves a checkpoint either way.
     *
     * @throws TrainingException if the checkpoint cannot be read or written, or if a loss stops being a number: then the
     *     last good checkpoint is left as it was
     */
    public Result run() {
        GanConfig config = run.config();
        GanCheckpoint start = run.resume()
                ? GanCheckpoint.read(run.checkpoints(), run.identity())
                : GanCheckpoint.fresh(run.identity(), run.network(), config.seed());
        Device device = DjlDevice.parse(run.device());
        try (GeneratorNetwork generator =
                        GeneratorNetwork.create(run.network(), start.generator().weights(), device, true);
                DiscriminatorNetwork discriminator = DiscriminatorNetwork.create(
                        run.network(), start.discriminator().weights(), start.norms(), device)) {
            if (start.step() == 0) {
                discriminator.iterateNorms(FIRST_ROUNDS);
            }
            AdamW generatorOptimizer = optimizer(start.generator(), generator.manager());
            AdamW discriminatorOptimizer = optimizer(start.discriminator(), discriminator.manager());
            GanStep step = new GanStep(
                    generator,
                    discriminator,
                    config,
                    new GanBatches(photos, config.batch(), run.network().latent(), config.seed()),
                    generatorOptimizer,
                    discriminatorOptimizer,
                    AlignedArrays.create(generator.manager(), start.average(), new Shape(start.average().length)));
            Run work = new Run(generator, discriminator, generatorOptimizer, discriminatorOptimizer, step);
            TrainingLoop.Position end = loop.run(start.step(), start.seconds(), work);
            return new Result(
                    end.step(), end.images(), end.seconds(), step.average().toFloatArray(), end.finished());
        }
    }

    private AdamW optimizer(GanCheckpoint.Learner learner, NDManager manager) {
        return new AdamW(
                (float) run.config().beta1(),
                (float) run.config().beta2(),
                0,
                AlignedArrays.create(manager, learner.mean(), new Shape(learner.mean().length)),
                AlignedArrays.create(manager, learner.square(), new Shape(learner.square().length)));
    }

    /** What the loop turns around. */
    private final class Run implements TrainingLoop.Work {
        private final GeneratorNetwork generator;
        private final DiscriminatorNetwork discriminator;
        private final AdamW generatorOptimizer;
        private final AdamW discriminatorOptimizer;
        private final GanStep step;
        private GanStep.@Nullable Outcome outcome;
        private GanListener.@Nullable Progress latest;

        Run(
                GeneratorNetwork generator,
                DiscriminatorNetwork discriminator,
                AdamW generatorOptimizer,
                AdamW discriminatorOptimizer,
                GanStep step) {
            this.generator = generator;
            this.discriminator = discriminator;
            this.generatorOptimizer = generatorOptimizer;
            this.discriminatorOptimizer = discriminatorOptimizer;
            this.step = step;
        }

        @Override
        public void step(TrainingLoop.Position from) {
            GanStep.Outcome seen = step.run(from.step(), from.share());
            if (!seen.isFinite()) {
                throw diverged(from.step(), seen);
            }
            outcome = seen;
        }

        @Override
        public void stepped(TrainingLoop.Position now) {
            GanStep.Outcome seen = Objects.requireNonNull(outcome);
            latest = new GanListener.Progress(
                    now.step(),
                    now.images(),
                    now.seconds(),
                    now.share(),
                    seen.discriminatorLoss(),
                    seen.generatorLoss(),
                    seen.told());
            listener.stepped(latest);
        }

        @Override
        public void save(TrainingLoop.Position now) {
            GanCheckpoint checkpoint = new GanCheckpoint(
                    run.identity(),
                    now.step(),
                    now.seconds(),
                    learner(generator.weights().toFloatArray(), generatorOptimizer),
                    learner(discriminator.weights().toFloatArray(), discriminatorOptimizer),
                    step.average().toFloatArray(),
                    discriminator.norms());
            checkpoint.write(run.checkpoints());
            if (latest != null) {
                listener.checkpointed(latest, checkpoint.average());
            }
        }

        private static GanCheckpoint.Learner learner(float[] weights, AdamW optimizer) {
            return new GanCheckpoint.Learner(
                    weights, optimizer.mean().toFloatArray(), optimizer.square().toFloatArray());
        }
    }

    private TrainingException diverged(long done, GanStep.Outcome outcome) {
        return new TrainingException(
                "expected finite losses and gradients, found " + outcome.discriminatorLoss() + " and "
                        + outcome.generatorLoss() + " at step " + done + "; the weights before that step"
                        + (GanCheckpoint.existsIn(run.checkpoints()) ? " were last saved in " : " were not saved in ")
                        + run.checkpoints() + "; lower the learning rate or look for photos with odd values");
    }
}
