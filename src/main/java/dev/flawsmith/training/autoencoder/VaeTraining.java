package dev.flawsmith.training.autoencoder;

import dev.flawsmith.model.Safetensors;
import dev.flawsmith.model.VaeConfig;
import dev.flawsmith.model.djl.VaeNetwork;
import dev.flawsmith.training.Checkpoint;
import dev.flawsmith.training.InitialWeights;
import dev.flawsmith.training.Learner;
import dev.flawsmith.training.TrainingBudget;
import dev.flawsmith.training.TrainingException;
import dev.flawsmith.training.TrainingLoop;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Trains an autoencoder on photos. For a budget in images a run that was killed and resumed ends with the weights of one
 * that was not, but for rounding: a unit in the last place was once seen between them.
 */
public final class VaeTraining {
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.99;

    private final Order order;
    private final CropSource source;
    private final Safetensors.Contents seeing;
    private final Consumer<Progress> listener;
    private final TrainingLoop loop;

    /**
     * What is to be trained, how, and where its checkpoint goes.
     *
     * @param budget in crops; a step on whole photos counts as one on crops, of as many pixels where photos are not larger than all
     *     of them
     * @param checkpoints folder of the checkpoint
     * @param resume whether to go on from it
     * @param photosDigest hash that names the photos and their model space
     * @param device {@code cpu}, {@code cuda:N} or {@code auto}
     */
    public record Order(
            VaeConfig network,
            VaeTrainingConfig config,
            TrainingBudget budget,
            Path checkpoints,
            Duration checkpointEvery,
            boolean resume,
            String photosDigest,
            String device) {
        public Order {
            if (config.crop() < FeatureDistance.SMALLEST) {
                throw new IllegalArgumentException("expected crops of at least " + FeatureDistance.SMALLEST
                        + " pixels, which the encoder can see, found " + config.crop());
            }
            if (config.crop() % network.factor() != 0) {
                throw new IllegalArgumentException("expected crops divisible by the network's factor "
                        + network.factor() + ", found " + config.crop());
            }
        }

        /** What a checkpoint must agree with: not the budget, which may grow. */
        String identity() {
            return network + " " + config + " photos=" + photosDigest;
        }
    }

    /**
     * Where a run stands.
     *
     * @param step steps done
     * @param images crops seen, a step on whole photos counted as one on crops
     * @param seconds training time over all resumptions
     * @param share of the budget, in [0, 1]
     * @param error mean absolute error of this step, model space
     * @param feature distance of features of this step
     * @param divergence of this step, nats a value of the latent
     * @param gradientNorm before clipping
     */
    public record Progress(
            long step,
            long images,
            double seconds,
            double share,
            double error,
            double feature,
            double divergence,
            double gradientNorm) {}

    /**
     * What training ended with.
     *
     * @param average averaged weights, flat
     * @param finished whether the budget is spent
     */
    @SuppressWarnings("ArrayRecordComponent") // a hand-over, never compared
    public record Result(long step, long images, double seconds, float[] average, boolean finished) {}

    /**
     * A run on photos.
     *
     * @param photos {@code [channels, size, size]} each, model space; at least one
     * @param seeing the weights of the encoder that tells how far apart two images look
     */
    public VaeTraining(Order order, List<float[]> photos, Safetensors.Contents seeing, Consumer<Progress> listener) {
        this.order = order;
        this.source = new CropSource(
                photos, order.network().imageChannels(), order.network().imageSize(), order.config());
        this.seeing = seeing;
        this.listener = listener;
        this.loop = new TrainingLoop(
                order.budget(), order.config().crops(), order.checkpointEvery(), order.checkpointEvery());
    }

    /** Asks a run to end after its current step, with a checkpoint; from any thread. */
    public void stop() {
        loop.stop();
    }

    /**
     * Trains until the budget is spent or {@link #stop()} is called; leaves a checkpoint either way.
     *
     * @throws TrainingException if the checkpoint cannot be read or written, or if the loss stops being a number
     */
    public Result run() {
        Checkpoint start = order.resume() ? Checkpoint.read(order.checkpoints(), order.identity()) : fresh();
        try (VaeNetwork network = VaeNetwork.create(order.network(), start.weights(), order.device(), true);
                FeatureDistance features = new FeatureDistance(seeing, order.device())) {
            Learner learner = Learner.of(network, start, BETA1, BETA2, 0);
            VaeStep step = new VaeStep(network, order.config(), features, learner);
            Run work = new Run(learner, step);
            TrainingLoop.Position end = loop.run(start.step(), start.seconds(), work);
            return new Result(end.step(), end.images(), end.seconds(), learner.average(), end.finished());
        }
    }

    /** What the loop turns around. */
    private final class Run implements TrainingLoop.Work {
        private final Learner learner;
        private final VaeStep step;
        private VaeStep.@Nullable Outcome latest;

        Run(Learner learner, VaeStep step) {
            this.learner = learner;
            this.step = step;
        }

        @Override
        public void step(TrainingLoop.Position from) {
            CropSource.Crops crops = source.at(from.step(), from.share());
            int grid = crops.side() / order.network().factor();
            float[] noise =
                    source.noise(from.step(), crops.count() * order.network().latentChannels() * grid * grid);
            VaeStep.Outcome outcome =
                    step.run(crops, noise, from.step(), order.config().learningRateAt(from.step(), from.share()));
            if (!outcome.isFinite()) {
                throw new TrainingException("expected a finite loss and gradient, found " + outcome + " at step "
                        + from.step() + "; the last checkpoint, if any, is in " + order.checkpoints());
            }
            latest = outcome;
        }

        @Override
        public void stepped(TrainingLoop.Position now) {
            VaeStep.Outcome outcome = Objects.requireNonNull(latest);
            listener.accept(new Progress(
                    now.step(),
                    now.images(),
                    now.seconds(),
                    now.share(),
                    outcome.error(),
                    outcome.feature(),
                    outcome.divergence(),
                    outcome.gradientNorm()));
        }

        @Override
        public void save(TrainingLoop.Position now) {
            learner.checkpoint(order.identity(), now).write(order.checkpoints());
        }
    }

    private Checkpoint fresh() {
        return Checkpoint.fresh(
                order.identity(),
                InitialWeights.of(
                        VaeNetwork.tensors(order.network()), order.config().seed()));
    }
}
