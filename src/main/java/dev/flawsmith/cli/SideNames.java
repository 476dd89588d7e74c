package dev.flawsmith.cli;

import dev.flawsmith.dataset.DatasetException;
import dev.flawsmith.image.UnreadableImageException;
import dev.flawsmith.jobs.Comparison.Side;
import dev.flawsmith.jobs.JobException;
import dev.flawsmith.math.FeatureException;
import java.io.IOException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** How results and errors of a job call the folders that it compared: never by where they lie on the server. */
final class SideNames {
    private static final int LONGEST_REASON = 2000;

    private final List<Side> sides;

    SideNames(Map<String, Side> sides) {
        Collection<Side> all = sides.values();
        this.sides = all.stream() // a folder in another one first
                .sorted(Comparator.comparingInt(
                        (Side side) -> -side.folder().toString().length()))
                .toList();
    }

    /** A text with every folder's path replaced by its name. */
    String told(String text) {
        String told = text;
        for (Side side : sides) {
            told = told.replace(side.folder().toString(), side.name());
        }
        return told;
    }

    /** A comparison. */
    @FunctionalInterface
    interface Work {
        String run() throws IOException, UnreadableImageException;
    }

    /**
     * Runs it.
     *
     * @throws JobException if the sets are at fault
     */
    String refusing(Work work) throws IOException {
        try {
            return work.run();
        } catch (InputException | DatasetException | FeatureException | UnreadableImageException e) {
            String told = told(String.valueOf(e.getMessage()));
            throw new JobException(
                    JobException.Code.INVALID_REQUEST,
                    told.length() <= LONGEST_REASON ? told : told.substring(0, LONGEST_REASON) + "…",
                    e);
        }
    }
}
