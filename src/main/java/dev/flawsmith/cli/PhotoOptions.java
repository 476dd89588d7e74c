package dev.flawsmith.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Photos to learn from and where what is learnt goes: what every command that learns from photos understands. */
final class PhotoOptions {
    @Option(names = "--data", required = true, paramLabel = "DIR", description = "Photos: <class>/<image>.")
    @SuppressWarnings("NullAway.Init")
    Path data;

    @Option(
            names = "--splits",
            paramLabel = "FILE",
            description = "file,class,split,duplicate_group. Default: DIR/splits.csv, or else a new split that keeps"
                    + " near-duplicates together, written to OUT/splits.csv.")
    @Nullable
    Path splits;

    @Option(names = "--out", required = true, paramLabel = "OUT", description = "The folder of what is learnt.")
    @SuppressWarnings("NullAway.Init")
    Path out;

    @Option(names = "--resume", description = "Go on from OUT's checkpoint.")
    boolean resume;

    @Option(
            names = "--data-name",
            paramLabel = "TEXT",
            description = "What the model card calls the photos. Default: the folder's name.")
    private @Nullable String dataName;

    @Option(
            names = "--licence",
            paramLabel = "TEXT",
            defaultValue = "not stated",
            description = "Licence of the photos, for the model card. Default: not stated.")
    @SuppressWarnings("NullAway.Init")
    String licence;

    String dataName() {
        return dataName == null
                ? String.valueOf(data.toAbsolutePath().normalize().getFileName())
                : dataName;
    }
}
