package dev.flawsmith.http;

import dev.flawsmith.jobs.JobService;
import dev.flawsmith.synthesis.Synthesizer;
import org.jspecify.annotations.Nullable;

/**
 * What a server serves, and to whom.
 *
 * @param synthesizer the server takes it over and closes it
 * @param access whom it answers
 * @param exhibits files to look at
 * @param jobs stay the caller's; null where there are none
 */
public record Services(
        Synthesizer synthesizer,
        AccessOptions access,
        Exhibits exhibits,
        @Nullable JobService jobs) {
    /** Images alone, for everybody who reaches the server. */
    public static Services of(Synthesizer synthesizer) {
        return new Services(synthesizer, AccessOptions.OPEN, Exhibits.NONE, null);
    }

    public Services withAccess(AccessOptions newAccess) {
        return new Services(synthesizer, newAccess, exhibits, jobs);
    }

    public Services withExhibits(Exhibits newExhibits) {
        return new Services(synthesizer, access, newExhibits, jobs);
    }

    public Services withJobs(@Nullable JobService newJobs) {
        return new Services(synthesizer, access, exhibits, newJobs);
    }
}
