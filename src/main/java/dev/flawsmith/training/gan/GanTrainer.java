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
import dev.flawsmith.training.generator.GeneratorListener;
import dev.flawsmith.training.generator.GeneratorMethod;
import dev.flawsmith.training.generator.GeneratorRun;
import dev.flawsmith.training.generator.GeneratorTraining;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The training loop of a GAN. */
final class GanTrainer implements GeneratorTraining {
    private static final Duration FIRST_CHECKPOINT = Duration.ofSeconds(30);
    /** Rounds of the power iterations before the first step: one more each step is too few for vectors drawn at random. */
    private static final int FIRST_ROUNDS = 10;

    private final GeneratorRun run;
    private final GanConfig config;
    private final TrainingPhotos photos;
    private final GeneratorListener listener;
    private final TrainingLoop loop;

    /** @throws IllegalArgumentException if the photos are not what the networks take */
    GanTrainer(GeneratorRun run, GanConfig config, TrainingPhotos photos, GeneratorListener listener) {
        GeneratorMethod.requireFit(run, photos);
        this.run = run;
        this.config = config;
        this.photos = photos;
        this.listener = listener;
        this.loop = new TrainingLoop(run.budget(), config.batch(), FIRST_CHECKPOINT, run.checkpointEvery());
    }

    @Override
    public void stop() {
        loop.stop();
    }

    @Override
    public Result run() {
        GanCheckpoint start = run.resume()
                ? GanCheckpoint.read(run.checkpoints(), run.identity(config))
                : GanCheckpoint.fresh(run.identity(config), run.network(), config.seed());
        Device device = DjlDevice.parse(run.device());
        try (GeneratorNetwork generator =
                        GeneratorNetwork.create(run.network(), start.generator().weights(), device, true);
                DiscriminatorNetwork discriminator = DiscriminatorNetwork.create(
                        run.network(), start.discriminator().weights(), start.norms(), device)) {
            if (!run.resume()) {
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
            return Result.of(end, step.average().toFloatArray());
        }
    }

    private AdamW optimizer(GanCheckpoint.Learner learner, NDManager manager) {
        return new AdamW(
                (float) config.beta1(),
                (float) config.beta2(),
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
        private GeneratorListener.@Nullable Progress latest;

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
            latest = new GeneratorListener.Progress(
                    now, List.of(seen.discriminatorLoss(), seen.generatorLoss(), seen.told()));
            listener.stepped(latest);
        }

        @Override
        public void save(TrainingLoop.Position now) {
            GanCheckpoint checkpoint = new GanCheckpoint(
                    run.identity(config),
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
