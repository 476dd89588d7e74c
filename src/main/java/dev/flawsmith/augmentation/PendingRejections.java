package dev.flawsmith.augmentation;

import java.util.EnumMap;
import java.util.Map;

/** Passes news on and counts the refused candidates of images that are not accepted yet. */
final class PendingRejections implements DatasetListener {
    private final DatasetListener listener;
    private final Map<Rejection, Long> counts = new EnumMap<>(Rejection.class);

    PendingRejections(DatasetListener listener) {
        this.listener = listener;
    }

    @Override
    public void accepted(DatasetImage image) {
        image.rejected().forEach((why, count) -> counts.merge(why, -(long) count, Long::sum));
        listener.accepted(image);
    }

    @Override
    public void rejected(long index, Rejection why) {
        counts.merge(why, 1L, Long::sum);
        listener.rejected(index, why);
    }

    /** By reason; those of none are left out. */
    Map<Rejection, Long> counts() {
        Map<Rejection, Long> some = new EnumMap<>(counts);
        some.values().removeIf(count -> count == 0);
        return some;
    }
}
