package dev.flawsmith.cli;

import dev.flawsmith.training.Checkpoint;
import dev.flawsmith.training.gan.GanMethod;
import dev.flawsmith.training.variational.VariationalMethod;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the checkpoint in a run's folder is of: one of the networks of {@code train}, or {@code train-vae}'s. */
enum BegunRun {
    DENOISER("network standard or small"),
    GAN("network gan"),
    VAE("network vae"),
    AUTOENCODER("train-vae");

    /** How an autoencoder's checkpoint begins to say what it belongs to. */
    private static final String AUTOENCODER_IDENTITY = "VaeConfig[";

    private final String description;

    BegunRun(String description) {
        this.description = description;
    }

    /**
     * What a folder holds.
     *
     * @return null where there is no checkpoint
     * @throws dev.flawsmith.training.TrainingException if the checkpoint is damaged
     */
    static @Nullable BegunRun in(Path work) {
        if (GanMethod.hasCheckpoint(work)) {
            return GAN;
        }
        if (VariationalMethod.hasCheckpoint(work)) {
            return VAE;
        }
        if (!Checkpoint.existsIn(work)) {
            return null;
        }
        return Checkpoint.identityOf(work).startsWith(AUTOENCODER_IDENTITY) ? AUTOENCODER : DENOISER;
    }

    /** What a network's run would be. */
    static BegunRun of(TrainingJob.@Nullable Network network) {
        return network == TrainingJob.Network.GAN || network == TrainingJob.Network.VAE
                ? valueOf(network.name().toUpperCase(Locale.ROOT))
                : DENOISER;
    }

    /**
     * Refuses a folder where another kind of run has begun, and one that is to be gone on with and has not, or the other way round.
     *
     * @param out what was said
     * @param resume whether it is to be gone on with
     * @return whether it has begun
     */
    boolean requireIn(Path work, Path out, boolean resume) {
        BegunRun found = in(work);
        if (found != null && found != this) {
            throw new InputException(
                    "out",
                    "out: expected a folder of " + description + " or a new one, found a checkpoint of "
                            + found.description + " in " + out);
        }
        if (resume != (found != null)) {
            throw new InputException(
                    "resume",
                    found != null
                            ? "out: expected an empty folder or --resume, found a checkpoint in " + out
                            : "resume: expected a checkpoint in " + out + ", found none");
        }
        return found != null;
    }
}
