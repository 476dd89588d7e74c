package dev.flawsmith.http;

import dev.flawsmith.synthesis.Synthesizer;

/**
 * What a server serves, and to whom.
 *
 * @param synthesizer the server takes it over and closes it
 * @param access whom it answers
 * @param exhibits files to look at
 */
public record Services(Synthesizer synthesizer, AccessOptions access, Exhibits exhibits) {
    /** Images alone, for everybody who reaches the server. */
    public static Services of(Synthesizer synthesizer) {
        return new Services(synthesizer, AccessOptions.OPEN, Exhibits.NONE);
    }

    public Services withAccess(AccessOptions newAccess) {
        return new Services(synthesizer, newAccess, exhibits);
    }

    public Services withExhibits(Exhibits newExhibits) {
        return new Services(synthesizer, access, newExhibits);
    }
}
