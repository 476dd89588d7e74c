package dev.flawsmith.training.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.flawsmith.dataset.procedural.SceneGenerator;
import dev.flawsmith.model.EncoderConfig;
import dev.flawsmith.model.Tensor;
import dev.flawsmith.model.djl.AlignedArrays;
import dev.flawsmith.model.djl.DjlNetwork;
import dev.flawsmith.model.djl.EncoderNetwork;
import dev.flawsmith.training.AdamW;
import dev.flawsmith.training.Checkpoint;
import dev.flawsmith.training.InitialWeights;
import dev.flawsmith.training.TrainingBudget;
import dev.flawsmith.training.TrainingException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Trains an encoder on scenes that are drawn while it learns; no photo is opened. For a budget in images a run that was
 * killed and resumed ends with the weights of one that was not. The next batch is made while the network works.
 */
public final class EncoderTraining {
    private final Order order;
    private final Consumer<Progress> listener;
    private final AtomicBoolean stop = new AtomicBoolean();

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
    }

    /** Asks a run to end after its current step, with a checkpoint; from any thread. */
    public void stop() {
        stop.set(true);
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
            NDManager manager = network.manager();
            AdamW optimizer = new AdamW(0.9f, 0.99f, 0, array(manager, start.mean()), array(manager, start.square()));
            ContrastiveStep step =
                    new ContrastiveStep(network, order.config(), optimizer, array(manager, start.average()));
            return loop(network, optimizer, step, start, maker);
        } finally {
            maker.shutdownNow();
        }
    }

    private Result loop(
            EncoderNetwork network, AdamW optimizer, ContrastiveStep step, Checkpoint start, ExecutorService maker) {
        PairSource batches = new PairSource(order.config(), order.network().imageSize());
        long done = start.step();
        long began = System.nanoTime();
        double seconds = start.seconds();
        long due = began + order.checkpointEvery().toNanos();
        Future<float[]> next = null;
        while (!stop.get() && share(done, seconds) < 1) {
            long now = done;
            float[] views = result(next == null ? maker.submit(() -> batches.at(now)) : next);
            next = maker.submit(() -> batches.at(now + 1));
            double rate = order.config().learningRateAt(done, share(done, seconds));
            ContrastiveStep.Outcome outcome = step.run(views, done, rate);
            if (!outcome.isFinite()) {
                throw new TrainingException("expected a finite loss and gradient, found " + outcome + " at step " + done
                        + "; the last checkpoint, if any, is in " + order.checkpoints());
            }
            done++;
            seconds = start.seconds() + (System.nanoTime() - began) / 1e9;
            listener.accept(new Progress(
                    done,
                    images(done),
                    seconds,
                    Math.min(1, share(done, seconds)),
                    outcome.contrast(),
                    outcome.entropy(),
                    outcome.gradientNorm(),
                    outcome.matched()));
            if (System.nanoTime() - due >= 0) {
                save(network, optimizer, step, done, seconds);
                due = System.nanoTime() + order.checkpointEvery().toNanos();
            }
        }
        Checkpoint last = save(network, optimizer, step, done, seconds);
        return new Result(done, images(done), seconds, last.average(), share(done, seconds) >= 1);
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

    private long images(long steps) {
        return steps * order.config().pairs();
    }

    private double share(long steps, double seconds) {
        return order.budget().progress(images(steps), seconds);
    }

    private Checkpoint save(EncoderNetwork network, AdamW optimizer, ContrastiveStep step, long done, double seconds) {
        Checkpoint checkpoint = new Checkpoint(
                order.identity(),
                done,
                seconds,
                network.weights().toFloatArray(),
                optimizer.mean().toFloatArray(),
                optimizer.square().toFloatArray(),
                step.average().toFloatArray());
        checkpoint.write(order.checkpoints());
        return checkpoint;
    }

    private static NDArray array(NDManager manager, float[] values) {
        return AlignedArrays.create(manager, values, new Shape(values.length));
    }

    private Checkpoint fresh() {
        return Checkpoint.fresh(
                order.identity(),
                InitialWeights.of(
                        EncoderNetwork.tensors(order.network()), order.config().seed()));
    }

    /** A flat vector of weights as the network's named tensors. */
    public static List<Tensor> tensors(EncoderConfig config, float[] weights) {
        List<Tensor> tensors = new ArrayList<>();
        int offset = 0;
        for (DjlNetwork.TensorSpec spec : EncoderNetwork.tensors(config)) {
            float[] values = Arrays.copyOfRange(weights, offset, offset + spec.size());
            tensors.add(new Tensor(spec.name(), spec.shape(), values));
            offset += spec.size();
        }
        if (offset != weights.length) {
            throw new IllegalArgumentException("expected " + offset + " weights, found " + weights.length);
        }
        return tensors;
    }
}
