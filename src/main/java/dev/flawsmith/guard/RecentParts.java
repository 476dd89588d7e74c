package dev.flawsmith.guard;

import dev.flawsmith.image.PixelMask;
import dev.flawsmith.memorization.PartIndex;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** The parts that were asked for last, for a run of requests that paint into the same part. Thread-safe. */
final class RecentParts {
    private static final int MOST = 4;

    private final Map<PixelMask, PartIndex> recent = new LinkedHashMap<>(MOST, 0.75f, true); // guarded by this

    /** That of a mask; made under the lock, so that however many ask, one core is busy with it. */
    synchronized PartIndex of(PixelMask mask, Function<PixelMask, PartIndex> maker) {
        PartIndex known = recent.get(mask);
        if (known != null) {
            return known;
        }
        PartIndex made = maker.apply(mask);
        recent.put(mask, made);
        while (recent.size() > MOST) {
            recent.remove(recent.keySet().iterator().next());
        }
        return made;
    }
}
