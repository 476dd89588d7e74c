package dev.flawsmith.cli;

import dev.flawsmith.model.djl.DjlDevice;
import dev.flawsmith.training.TrainingBudget;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How long something is trained, and where: what every training command understands. */
final class TrainingLength {
    @Option(
            names = "--minutes",
            paramLabel = "M",
            description = "Train for this long, over all resumptions; either this or --images is needed.")
    @Nullable
    Double minutes;

    @Option(names = "--images", paramLabel = "N", description = "Train until this many images were seen.")
    @Nullable
    Long images;

    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            defaultValue = "auto",
            description = "cpu, cuda:N or auto (default).")
    @SuppressWarnings("NullAway.Init")
    String device;

    /** Checked before photos are read: a wrong word should not cost minutes. */
    String device() {
        try {
            DjlDevice.parse(device);
        } catch (IllegalArgumentException e) {
            throw new InputException("device", "device: " + e.getMessage(), e);
        }
        return device;
    }

    TrainingBudget budget() {
        if ((minutes == null) == (images == null)) {
            throw new InputException(
                    "minutes",
                    "minutes: expected one of --minutes and --images, found " + (minutes == null ? "neither" : "both"));
        }
        String option = minutes != null ? "minutes" : "images";
        try {
            return minutes != null
                    ? new TrainingBudget.Minutes(minutes)
                    : new TrainingBudget.Images(images == null ? 0 : images);
        } catch (IllegalArgumentException e) {
            throw new InputException(option, option + ": " + e.getMessage(), e);
        }
    }
}
