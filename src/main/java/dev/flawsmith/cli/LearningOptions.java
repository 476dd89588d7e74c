package dev.flawsmith.cli;

import dev.flawsmith.training.TrainingConfig;
import dev.flawsmith.training.gan.GanConfig;
import dev.flawsmith.training.gan.GanMethod;
import dev.flawsmith.training.generator.GeneratorMethod;
import dev.flawsmith.training.variational.VariationalConfig;
import dev.flawsmith.training.variational.VariationalMethod;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a model learns: what {@code train} understands of steps, rates, noise and changes to photos. */
final class LearningOptions {
    private static final double STUDENT_LEARNING_RATE = 3e-4;

    @Option(
            names = "--flips",
            paramLabel = "P",
            description =
                    "Probability, at most 0.5, of each of left-right and upside down, in the first 60 %% of the run;"
                            + " the rest shows photos as they are, so that images lie as photos do. Default: 0.5.")
    private @Nullable Double flips;

    @Option(
            names = "--augment",
            paramLabel = "P",
            description = "Probability of each of shift, zoom, brightness and contrast, all through the"
                    + " run; the network is told how. Needs the small network. Default: 0.")
    double augment;

    @Option(names = "--batch", paramLabel = "N", description = "Images a step. Default: 16.")
    private @Nullable Integer batch;

    @Option(
            names = "--learning-rate",
            paramLabel = "R",
            description = "Peak of AdamW's learning rate. Default: 7e-4; with --distil 3e-4; of a GAN's networks 2e-4.")
    private @Nullable Double learningRate;

    @Option(
            names = "--log-sigma-mean",
            paramLabel = "M",
            description = "Mean of ln(sigma) while training, EDM's P_mean. Default: -1.2.")
    @Nullable
    Double logSigmaMean;

    @Option(names = "--log-sigma-std", paramLabel = "S", description = "Its standard deviation, P_std. Default: 1.2.")
    @Nullable
    Double logSigmaDeviation;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "All randomness of the run. Default: 1.")
    private long seed;

    /** Whether something is said that is about photos alone. */
    boolean areAboutPhotos() {
        return flips != null || augment != 0 || logSigmaMean != null || logSigmaDeviation != null;
    }

    /**
     * Of a diffusion model.
     *
     * @param student whether it learns from another model
     * @throws InputException naming the option that is out of range
     */
    TrainingConfig config(boolean student) {
        TrainingConfig config = TrainingConfig.STANDARD.withSeed(seed);
        if (student) {
            config = config.withLearningRate(STUDENT_LEARNING_RATE);
        }
        config = set("batch", config, c -> batch == null ? c : c.withBatch(batch));
        config = set("learning-rate", config, c -> learningRate == null ? c : c.withLearningRate(learningRate));
        config = set(
                "log-sigma-mean",
                config,
                c -> logSigmaMean == null ? c : c.withLogSigma(logSigmaMean, c.logSigmaDeviation()));
        config = set(
                "log-sigma-std",
                config,
                c -> logSigmaDeviation == null ? c : c.withLogSigma(c.logSigmaMean(), logSigmaDeviation));
        config = set("flips", config, c -> flips == null ? c : c.withFlips(flips));
        return set("augment", config, c -> c.withAugment(augment));
    }

    private static <T> T set(String option, T config, UnaryOperator<T> change) {
        try {
            return change.apply(config);
        } catch (IllegalArgumentException e) {
            throw new InputException(option, option + ": " + e.getMessage(), e);
        }
    }

    /**
     * Of a generator learnt against a discriminator.
     *
     * @throws InputException naming the option that is out of range
     */
    GeneratorMethod gan() {
        GanConfig config = GanConfig.STANDARD.withSeed(seed);
        config = set("batch", config, c -> batch == null ? c : c.withBatch(batch));
        config = set("learning-rate", config, c -> learningRate == null ? c : c.withLearningRate(learningRate));
        return new GanMethod(set("flips", config, c -> flips == null ? c : c.withFlips(flips)));
    }

    /**
     * Of a generator learnt as a decoder.
     *
     * @throws InputException naming the option that is out of range
     */
    GeneratorMethod variational() {
        VariationalConfig config = VariationalConfig.STANDARD.withSeed(seed);
        config = set("batch", config, c -> batch == null ? c : c.withBatch(batch));
        config = set("learning-rate", config, c -> learningRate == null ? c : c.withLearningRate(learningRate));
        return new VariationalMethod(set("flips", config, c -> flips == null ? c : c.withFlips(flips)));
    }
}
