package dev.flawsmith.augmentation;

import dev.flawsmith.dataset.NearDuplicateFilter;
import dev.flawsmith.guard.GuardPolicy;
import dev.flawsmith.guard.Verdict;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.PixelMask;
import dev.flawsmith.image.Sha256;
import dev.flawsmith.model.ImageShape;
import dev.flawsmith.synthesis.SynthesizedImage;
import java.io.IOException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Judges a plan's candidates and accepts images. Candidates come back in any order; they are accepted in the order of their
 * numbers, for whether one is a near-duplicate depends on those before it. So the outcome is a function of spec and plan
 * alone, however the work was cut up, and memory is bounded by a window of images.
 */
final class DatasetGeneration {
    /** Images that may be drawn ahead of the first that is not accepted yet, and their bytes. */
    private static final int WINDOW = 1024;

    private static final long WINDOW_BYTES = 256L << 20;
    private static final int SMALLEST_WINDOW = 8;

    private final DatasetSpec spec;
    private final DatasetPlan plan;
    private final @Nullable GoodParts parts;
    private final Map<String, ImageShape> shapes;
    private final DatasetTools tools;
    private final DatasetStore store;
    private final NearDuplicateFilter duplicates;
    private final DatasetListener listener;
    private final CandidateDrawer drawer;
    private final Map<Long, Slot> slots = new HashMap<>();
    private long next;

    /** What happened to an image so far; {@code passed} is null while it has no candidate to accept. */
    private static final class Slot {
        private final Map<Rejection, Integer> rejected = new EnumMap<>(Rejection.class);
        private int candidate;
        private @Nullable Candidate passed;
    }

    /** Called after every accepted image; throws to stop. */
    @FunctionalInterface
    interface Progress {
        void accepted(DatasetImage image) throws IOException;
    }

    /**
     * Goes on after the images that are there.
     *
     * @param duplicates holds those images
     * @param from their number
     */
    DatasetGeneration(
            DatasetOrder order,
            DatasetTools tools,
            DatasetStore store,
            NearDuplicateFilter duplicates,
            DatasetListener listener,
            long from) {
        this.spec = order.spec();
        this.plan = order.plan();
        this.parts = order.onto();
        this.shapes = order.shapes(tools);
        this.tools = tools;
        this.store = store;
        this.duplicates = duplicates;
        this.listener = listener;
        this.drawer = new CandidateDrawer(order, tools.synthesizer(), tools.maxInFlight(), from);
        this.next = from;
    }

    /**
     * Draws every image.
     *
     * @param imageBytes of one image's samples
     * @throws DatasetFailure if an image's candidates were all refused
     */
    void run(long imageBytes, Progress progress) throws IOException, InterruptedException {
        long window = Math.max(SMALLEST_WINDOW, Math.min(WINDOW, WINDOW_BYTES / imageBytes));
        try {
            while (next < plan.images()) {
                CandidateDrawer.Drawn drawn = drawer.take(next + window);
                judge(drawn.index(), drawn.image());
                commit(progress);
            }
        } finally {
            drawer.cancel();
        }
    }

    /** What can be judged of an image alone. */
    private void judge(long index, SynthesizedImage image) {
        Slot slot = slots.computeIfAbsent(index, i -> new Slot());
        boolean strict = spec.guard() == GuardPolicy.RESAMPLE || spec.guard() == GuardPolicy.BLOCK;
        if (strict && image.released().verdict() instanceof Verdict.TooClose) {
            reject(index, slot, Rejection.GUARD);
            return;
        }
        if (parts != null && (image.changed() == null || image.changed().area() == 0)) {
            reject(index, slot, Rejection.UNCHANGED);
            return;
        }
        Double quality = null;
        DatasetSpec.Quality wanted = spec.quality();
        QualityGate gate = tools.gate();
        if (gate != null && wanted != null) {
            quality = gate.agreement(seen(index, image), plan.run(index).className());
            if (quality < wanted.atLeast()) {
                reject(index, slot, Rejection.QUALITY);
                return;
            }
        }
        slot.passed = new Candidate(index, slot.candidate, image, quality);
    }

    /** Asks for another candidate, unless there were enough: that is told when it is the image's turn. */
    private void reject(long index, Slot slot, Rejection why) {
        slot.rejected.merge(why, 1, Integer::sum);
        slot.passed = null;
        slot.candidate++;
        listener.rejected(index, why);
        if (slot.candidate < spec.candidates()) {
            drawer.again(index, slot.candidate);
        }
    }

    private void commit(Progress progress) throws IOException {
        for (Slot slot = slots.get(next); slot != null; slot = slots.get(next)) {
            if (slot.passed != null
                    && duplicates
                            .find(plan.run(next).className(), compared(slot.passed))
                            .isPresent()) {
                reject(next, slot, Rejection.NEAR_DUPLICATE);
            }
            if (slot.candidate == spec.candidates()) {
                throw unfillable(slot);
            }
            if (slot.passed == null) {
                return;
            }
            accept(slot, slot.passed, progress);
        }
    }

    private void accept(Slot slot, Candidate candidate, Progress progress) throws IOException {
        DatasetPlan.Run run = plan.run(next);
        PixelImage mask = mask(run, candidate);
        DatasetImage.Painted painted = painted(candidate);
        byte[] png = candidate.png();
        byte[] maskPng = mask == null ? null : DatasetFiles.png(mask);
        DatasetImage image = candidate.accepted(
                DatasetFiles.name(run.className(), next),
                run.className(),
                plan.split(parts == null ? next : parts.firstOn(next)), // a photo's images stand together
                slot.rejected,
                png,
                mask,
                painted,
                maskPng);
        store.accept(image, png, maskPng);
        duplicates.add(run.className(), next, compared(candidate));
        slots.remove(next);
        next++;
        listener.accepted(image);
        progress.accepted(image);
    }

    private @Nullable PixelImage mask(DatasetPlan.Run run, Candidate candidate) {
        PixelMask changed = candidate.drawn().changed();
        if (changed != null) {
            return changed.toImage();
        }
        MaskSource masks = tools.masks().get(run.model());
        return masks == null
                ? null
                : masks.mask(run.className(), candidate.drawn().recipe().seed());
    }

    /** What is told of the photo; its pixels are kept with the first image that is painted onto it. */
    private DatasetImage.@Nullable Painted painted(Candidate candidate) throws IOException {
        PixelMask changed = candidate.drawn().changed();
        if (parts == null || changed == null) {
            return null;
        }
        GoodParts.Part part = parts.read(next);
        String name = DatasetFiles.normal(parts.firstOn(next));
        if (parts.firstOn(next) == next) {
            store.acceptNormal(name, DatasetFiles.png(part.image()));
        }
        String normal = Sha256.hex(store.normal(name));
        return new DatasetImage.Painted(part.name(), part.sha256(), name, normal, changed.area());
    }

    /** What is compared with earlier images: all of it, or what was painted within the window, for several may be onto one photo. */
    private PixelImage compared(Candidate candidate) {
        return parts == null
                ? candidate.pixels()
                : Difference.of(
                        parts.read(candidate.index()).image(),
                        candidate.pixels(),
                        window(candidate.index(), candidate.drawn()));
    }

    /** What a classifier is shown: all of an image, or what the model saw of the photo. */
    private PixelImage seen(long index, SynthesizedImage image) {
        PixelImage whole = image.released().image();
        return parts == null ? whole : window(index, image).of(whole);
    }

    private PaintedWindow window(long index, SynthesizedImage image) {
        ImageShape shape = Objects.requireNonNull(shapes.get(plan.run(index).model()));
        return PaintedWindow.of(image.recipe(), image.released().image(), shape);
    }

    private DatasetFailure unfillable(Slot slot) {
        DatasetPlan.Run run = plan.run(next);
        String reasons = slot.rejected.entrySet().stream()
                .map(entry -> entry.getKey().wireName() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
        return new DatasetFailure(
                "class " + run.className() + " cannot be filled: expected image " + (next - run.first() + 1) + " of "
                        + run.count() + " from " + run.model() + " among " + spec.candidates()
                        + " candidates, found all refused (" + reasons + "); no image was left out in silence: " + next
                        + " of " + plan.images() + " are accepted",
                slot.rejected);
    }
}
