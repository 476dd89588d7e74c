package dev.flawsmith.training.variational;

import dev.flawsmith.model.djl.DjlDevice;
import dev.flawsmith.model.djl.GeneratorNetwork;
import dev.flawsmith.model.djl.NamedTensors;
import dev.flawsmith.model.djl.VariationalNetwork;
import dev.flawsmith.sampling.Noise;
import dev.flawsmith.training.Checkpoint;
import dev.flawsmith.training.InitialWeights;
import dev.flawsmith.training.Learner;
import dev.flawsmith.training.TrainingException;
import dev.flawsmith.training.TrainingLoop;
import dev.flawsmith.training.TrainingPhotos;
import dev.flawsmith.training.generator.FlippedPhotos;
import dev.flawsmith.training.generator.GeneratorListener;
import dev.flawsmith.training.generator.GeneratorMethod;
import dev.flawsmith.training.generator.GeneratorRun;
import dev.flawsmith.training.generator.GeneratorTraining;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The training loop of a variational autoencoder. */
final class VariationalTrainer implements GeneratorTraining {
    private static final Duration FIRST_CHECKPOINT = Duration.ofSeconds(30);
    /** The stream of the seed's noise that {@code z} is drawn with; 0 is that of photos, 1 of initial weights. */
    private static final int LATENTS = 2;

    private final GeneratorRun run;
    private final Path folder;
    private final VariationalConfig config;
    private final FlippedPhotos batches;
    private final Noise noise;
    private final GeneratorListener listener;
    private final TrainingLoop loop;

    /** @throws IllegalArgumentException if the photos are not what the network draws */
    VariationalTrainer(GeneratorRun run, VariationalConfig config, TrainingPhotos photos, GeneratorListener listener) {
        GeneratorMethod.requireFit(run, photos);
        this.run = run;
        this.folder = folder(run.checkpoints());
        this.config = config;
        this.batches = new FlippedPhotos(photos, config.batch(), config.seed());
        this.noise = new Noise(config.seed(), LATENTS);
        this.listener = listener;
        this.loop = new TrainingLoop(run.budget(), config.batch(), FIRST_CHECKPOINT, run.checkpointEvery());
    }

    /** Where a run's folder has the checkpoint: not where a denoiser's would be, whose file has the same name. */
    static Path folder(Path checkpoints) {
        return checkpoints.resolve("variational");
    }

    @Override
    public void stop() {
        loop.stop();
    }

    @Override
    public Result run() {
        String identity = run.identity(config);
        Checkpoint start = run.resume()
                ? Checkpoint.read(folder, identity)
                : Checkpoint.fresh(
                        identity, InitialWeights.of(VariationalNetwork.tensors(run.network()), config.seed()));
        try (VariationalNetwork network =
                VariationalNetwork.create(run.network(), start.weights(), DjlDevice.parse(run.device()))) {
            Learner learner = Learner.of(network, start, config.beta1(), config.beta2(), 0);
            VariationalStep step = new VariationalStep(network, config, learner);
            TrainingLoop.Position end = loop.run(start.step(), start.seconds(), new Run(identity, learner, step));
            return Result.of(end, generator(learner.average()));
        }
    }

    /** What of the flat vector is the generator's. */
    private float[] generator(float[] all) {
        return Arrays.copyOf(all, NamedTensors.size(GeneratorNetwork.tensors(run.network())));
    }

    /** What the loop turns around. */
    private final class Run implements TrainingLoop.Work {
        private final String identity;
        private final Learner learner;
        private final VariationalStep step;
        private VariationalStep.@Nullable Outcome outcome;
        private GeneratorListener.@Nullable Progress latest;

        Run(String identity, Learner learner, VariationalStep step) {
            this.identity = identity;
            this.learner = learner;
            this.step = step;
        }

        @Override
        public void step(TrainingLoop.Position from) {
            VariationalStep.Outcome seen = step.run(
                    batches.at(from.step(), config.flipsAt(from.share())),
                    noise.standardNormal(
                            Math.toIntExact(from.step()),
                            config.batch() * run.network().latent()),
                    from.step(),
                    config.learningRateAt(from.share()));
            if (!seen.isFinite()) {
                throw diverged(from.step(), seen);
            }
            outcome = seen;
        }

        @Override
        public void stepped(TrainingLoop.Position now) {
            VariationalStep.Outcome seen = Objects.requireNonNull(outcome);
            latest =
                    new GeneratorListener.Progress(now, List.of(seen.negativeBound(), seen.error(), seen.divergence()));
            listener.stepped(latest);
        }

        @Override
        public void save(TrainingLoop.Position now) {
            Checkpoint checkpoint = learner.checkpoint(identity, now);
            checkpoint.write(folder);
            if (latest != null) {
                listener.checkpointed(latest, generator(checkpoint.average()));
            }
        }
    }

    private TrainingException diverged(long done, VariationalStep.Outcome outcome) {
        return new TrainingException("expected a finite bound and gradient, found " + outcome.negativeBound() + " and "
                + outcome.gradientNorm() + " at step " + done + "; the weights before that step"
                + (Checkpoint.existsIn(folder) ? " were last saved in " : " were not saved in ") + folder
                + "; lower the learning rate or look for photos with odd values");
    }
}
