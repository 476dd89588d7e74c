package dev.flawsmith.training.encoder;

import dev.flawsmith.dataset.procedural.SceneGenerator;
import dev.flawsmith.model.EncoderConfig;
import dev.flawsmith.model.Tensor;
import dev.flawsmith.model.djl.EncoderNetwork;
import dev.flawsmith.model.djl.NamedTensors;
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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Trains an encoder on scenes that are drawn while it learns; no photo is opened. For a budget in images a run that was
 * killed and resumed ends with the weights of one that was not. The next batch is made while the network works.
 */
public final class EncoderTraining {
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.99;

    private final Order order;
    private final Consumer<Progress> listener;
    private final TrainingLoop loop;

    /**
     * What is to be trained, how, and where its checkpoint goes.
     *
     * @param network shape; 1 image channel
     * @param budget in images, each of which is two views
     * @param checkpoints folder of the checkpoint
     * @param resume whether to go on from it
     * @param device {@code cpu}, {@code cuda:N} or {@code auto}
     */
    public record Order(
            EncoderConfig network,
            ContrastiveConfig config,
            TrainingBudget budget,
            Path checkpoints,
            Duration checkpointEvery,
            boolean resume,
            String device) {
        public Order {
            if (network.imageChannels() != 1) {
                throw new IllegalArgumentException(
                        "expected a network of 1 channel, as the scenes are, found " + network.imageChannels());
            }
        }

        /** What a checkpoint must agree with: not the budget, which may grow. */
        String identity() {
            return network + " " + config + " " + SceneGenerator.VERSION;
        }
    }

    /**
     * Where a run stands.
     *
     * @param step steps done
     * @param images images seen, two views each
     * @param seconds training time over all resumptions
     * @param share of the budget, in [0, 1]
     * @param contrast InfoNCE of this step
     * @param entropy KoLeo of this step
     * @param gradientNorm before clipping
     * @param matched share of this step's views whose nearest other view shows the same scene
     */
    public record Progress(
            long step,
            long images,
            double seconds,
            double share,
            double contrast,
            double entropy,
            double gradientNorm,
            double matched) {}

    /**
     * What training ended with.
     *
     * @param average averaged weights, flat
     * @param finished whether the budget is spent
     */
    @SuppressWarnings("ArrayRecordComponent") // a hand-over, never compared
    public record Result(long step, long images, double seconds, float[] average, boolean finished) {}

    public EncoderTraining(Order order, Consumer<Progress> listener) {
        this.order = order;
        this.listener = listener;
        this.loop = new TrainingLoop(
                order.budget(), order.config().pairs(), order.checkpointEvery(), order.checkpointEvery());
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
        ExecutorService maker = Executors.newSingleThreadExecutor(task -> new Thread(task, "encoder-batches"));
        try (EncoderNetwork network = EncoderNetwork.create(order.network(), start.weights(), order.device(), true)) {
            Learner learner = Learner.of(network, start, BETA1, BETA2, 0);
            ContrastiveStep step = new ContrastiveStep(network, order.config(), learner);
            TrainingLoop.Position end = loop.run(start.step(), start.seconds(), new Run(learner, step, maker));
            return new Result(end.step(), end.images(), end.seconds(), learner.average(), end.finished());
        } finally {
            maker.shutdownNow();
        }
    }

    /** What the loop turns around. */
    private final class Run implements TrainingLoop.Work {
        private final Learner learner;
        private final ContrastiveStep step;
        private final ExecutorService maker;
        private final PairSource batches =
                new PairSource(order.config(), order.network().imageSize());
        private @Nullable Future<float[]> next;
        private ContrastiveStep.@Nullable Outcome latest;

        Run(Learner learner, ContrastiveStep step, ExecutorService maker) {
            this.learner = learner;
            this.step = step;
            this.maker = maker;
        }

        @Override
        public void step(TrainingLoop.Position from) {
            long now = from.step();
            float[] views = result(next == null ? maker.submit(() -> batches.at(now)) : next);
            next = maker.submit(() -> batches.at(now + 1));
            ContrastiveStep.Outcome outcome =
                    step.run(views, now, order.config().learningRateAt(now, from.share()));
            if (!outcome.isFinite()) {
                throw new TrainingException("expected a finite loss and gradient, found " + outcome + " at step " + now
                        + "; the last checkpoint, if any, is in " + order.checkpoints());
            }
            latest = outcome;
        }

        @Override
        public void stepped(TrainingLoop.Position now) {
            ContrastiveStep.Outcome outcome = Objects.requireNonNull(latest);
            listener.accept(new Progress(
                    now.step(),
                    now.images(),
                    now.seconds(),
                    now.share(),
                    outcome.contrast(),
                    outcome.entropy(),
                    outcome.gradientNorm(),
                    outcome.matched()));
        }

        @Override
        public void save(TrainingLoop.Position now) {
            learner.checkpoint(order.identity(), now).write(order.checkpoints());
        }
    }

    private static float[] result(Future<float[]> batch) {
        try {
            return batch.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TrainingException("expected the next batch, found the thread interrupted", e);
        } catch (ExecutionException e) {
            throw new TrainingException("expected the next batch, found: " + e.getCause(), e);
        }
    }

    private Checkpoint fresh() {
        return Checkpoint.fresh(
                order.identity(),
                InitialWeights.of(
                        EncoderNetwork.tensors(order.network()), order.config().seed()));
    }

    /** A flat vector of weights as the network's named tensors. */
    public static List<Tensor> tensors(EncoderConfig config, float[] weights) {
        return NamedTensors.of(EncoderNetwork.tensors(config), weights);
    }
}
