package dev.flawsmith.augmentation;

import dev.flawsmith.dataset.NearDuplicateFilter;
import dev.flawsmith.guard.GuardPolicy;
import dev.flawsmith.guard.Verdict;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.synthesis.RequestDraft;
import dev.flawsmith.synthesis.Synthesis;
import dev.flawsmith.synthesis.SynthesisException;
import dev.flawsmith.synthesis.SynthesisListener;
import dev.flawsmith.synthesis.SynthesisRequest;
import dev.flawsmith.synthesis.SynthesizedImage;
import dev.flawsmith.synthesis.Synthesizer;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Draws a plan's images. Candidates are drawn many at a time and come back in any order; they are accepted in the order of
 * their numbers, for whether one is a near-duplicate depends on those before it. So the outcome is a function of spec and
 * plan alone, however the work was cut up, and memory is bounded by a window of images.
 */
final class DatasetGeneration {
    /** Images of one request, and requests at once: the next one fills the batch where this one ends, and a kill costs few. */
    private static final int REQUEST = 64;

    private static final int OPEN_REQUESTS = 2;
    /** Images that may be drawn ahead of the first that is not accepted yet, and their bytes. */
    private static final int WINDOW = 1024;

    /** Until a request that found the model full is tried again. */
    private static final long PATIENCE_MILLIS = 50;

    private static final long WINDOW_BYTES = 256L << 20;
    /** Of those the model admits, kept for replacements. */
    private static final int RESERVE_SHARE = 8;

    private final DatasetSpec spec;
    private final DatasetPlan plan;
    private final Parts parts;
    private final DatasetStore store;
    private final NearDuplicateFilter duplicates;
    private final DatasetListener listener;

    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final Set<Synthesis> open = new HashSet<>();
    private final Deque<Long> replacements = new ArrayDeque<>();
    private final Map<Long, Slot> slots = new HashMap<>();
    private long next;
    private long submitted;
    private int inFlight;
    private int openRequests;

    /**
     * What it draws and judges with.
     *
     * @param maxInFlight images that the models take at once
     * @param gate null accepts any quality
     * @param masks model to where its defects are
     */
    record Parts(
            Synthesizer synthesizer,
            int maxInFlight,
            @Nullable QualityGate gate,
            Map<String, MaskSource> masks) {}

    /** What happened to an image so far. */
    private static final class Slot {
        private final Map<Rejection, Integer> rejected = new EnumMap<>(Rejection.class);
        private int candidate;
        private @Nullable Candidate passed;
    }

    private sealed interface Event {
        record Drawn(long index, SynthesizedImage image) implements Event {}

        /** {@code images} were asked for; {@code first} candidates or replacements. */
        record Ended(
                Synthesis synthesis,
                int images,
                boolean first,
                @Nullable Throwable failure) implements Event {}
    }

    /** Called after every accepted image; throws to stop. */
    @FunctionalInterface
    interface Progress {
        void accepted(DatasetImage image) throws IOException;
    }

    /** @param duplicates holds the images that are there already */
    DatasetGeneration(
            DatasetSpec spec,
            DatasetPlan plan,
            Parts parts,
            DatasetStore store,
            NearDuplicateFilter duplicates,
            DatasetListener listener) {
        this.spec = spec;
        this.plan = plan;
        this.parts = parts;
        this.store = store;
        this.duplicates = duplicates;
        this.listener = listener;
    }

    /**
     * Draws every image from a number on.
     *
     * @throws DatasetFailure if an image's candidates were all refused
     */
    void run(long from, long imageBytes, Progress progress) throws IOException, InterruptedException {
        next = from;
        submitted = from;
        long window = Math.max(8, Math.min(WINDOW, WINDOW_BYTES / Math.max(1, imageBytes)));
        try {
            while (next < plan.images()) {
                boolean admitted = submit(window);
                Event event = admitted ? events.take() : events.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
                if (event != null) {
                    handle(event);
                }
                commit(progress);
            }
        } finally {
            open.forEach(synthesis -> synthesis.cancellation().run());
        }
    }

    /** Whether nothing had to be put off because others fill the model. */
    private boolean submit(long window) {
        while (!replacements.isEmpty() && inFlight < parts.maxInFlight()) {
            long index = replacements.getFirst();
            if (!submit(plan.run(index), index, slot(index).candidate, 1)) {
                return false;
            }
            replacements.removeFirst();
        }
        int free = parts.maxInFlight() - parts.maxInFlight() / RESERVE_SHARE;
        while (submitted < plan.images() && openRequests < OPEN_REQUESTS) {
            DatasetPlan.Run run = plan.run(submitted);
            long size = Math.min(Math.min(REQUEST, run.end() - submitted), free - inFlight);
            size = Math.min(size, next + window - submitted);
            // A request as soon as half of one fits: a network call stays full, and requests do not get small.
            if (size < 1 || (size < REQUEST / 2 && size < run.end() - submitted && inFlight > 0)) {
                return true;
            }
            if (!submit(run, submitted, 0, (int) size)) {
                return false;
            }
            submitted += size;
        }
        return true;
    }

    private boolean submit(DatasetPlan.Run run, long first, int candidate, int count) {
        SynthesisRequest request = parts.synthesizer().check(draft(run, plan.seed(first, candidate), count));
        Synthesis synthesis;
        try {
            synthesis = parts.synthesizer().submitBatch(request, new SynthesisListener() {
                @Override
                public void released(SynthesizedImage image) {
                    events.add(new Event.Drawn(first + image.index(), image));
                }
            });
        } catch (SynthesisException e) {
            if (e.code() == SynthesisException.Code.QUEUE_FULL) {
                return false; // other requests fill the model, or one of ours has not quite left
            }
            throw e;
        }
        inFlight += count;
        openRequests += candidate == 0 ? 1 : 0;
        open.add(synthesis);
        // Comes after the last released image: the future completes when all of them have been told.
        var unused = synthesis
                .images()
                .whenComplete(
                        (images, failure) -> events.add(new Event.Ended(synthesis, count, candidate == 0, failure)));
        return true;
    }

    private RequestDraft draft(DatasetPlan.Run run, long seed, int n) {
        return draft(spec, run, seed, n);
    }

    /** A request for images of a run; what a block would withhold is drawn flagged, and refused here. */
    static RequestDraft draft(DatasetSpec spec, DatasetPlan.Run run, long seed, long n) {
        DatasetSpec.Sampler sampler = spec.sampler();
        return new RequestDraft(
                run.model(),
                run.prompt() == null ? run.className() : null,
                run.prompt(),
                n,
                seed,
                sampler.steps(),
                sampler.name(),
                sampler.guidanceScale(),
                sampler.guidanceInterval(),
                sampler.guidanceRescale(),
                spec.guard() == GuardPolicy.BLOCK ? GuardPolicy.FLAG : spec.guard());
    }

    private Slot slot(long index) {
        return slots.computeIfAbsent(index, i -> new Slot());
    }

    private void handle(Event event) {
        if (event instanceof Event.Drawn drawn) {
            judge(drawn.index(), drawn.image());
            return;
        }
        Event.Ended ended = (Event.Ended) event;
        open.remove(ended.synthesis());
        inFlight -= ended.images();
        openRequests -= ended.first() ? 1 : 0;
        if (ended.failure() != null) {
            Throwable cause = ended.failure() instanceof CompletionException wrapped && wrapped.getCause() != null
                    ? wrapped.getCause()
                    : ended.failure();
            throw cause instanceof RuntimeException failure
                    ? failure
                    : new AugmentationException(cause.toString(), cause);
        }
    }

    /** What can be judged of an image alone. */
    private void judge(long index, SynthesizedImage image) {
        Slot slot = slot(index);
        boolean strict = spec.guard() == GuardPolicy.RESAMPLE || spec.guard() == GuardPolicy.BLOCK;
        if (strict && image.released().verdict() instanceof Verdict.TooClose) {
            reject(index, slot, Rejection.GUARD);
            return;
        }
        Double quality = null;
        DatasetSpec.Quality wanted = spec.quality();
        if (parts.gate() != null && wanted != null) {
            quality = parts.gate()
                    .agreement(image.released().image(), plan.run(index).className());
            if (quality < wanted.atLeast()) {
                reject(index, slot, Rejection.QUALITY);
                return;
            }
        }
        slot.passed = new Candidate(index, slot.candidate, image, quality);
    }

    private void reject(long index, Slot slot, Rejection why) {
        slot.rejected.merge(why, 1, Integer::sum);
        slot.passed = null;
        slot.candidate++;
        listener.rejected(index, why);
        if (slot.candidate == spec.candidates()) {
            DatasetPlan.Run run = plan.run(index);
            throw new DatasetFailure("class " + run.className() + " cannot be filled: expected image "
                    + (index - run.first() + 1) + " of " + run.count() + " from " + run.model() + " among "
                    + spec.candidates() + " candidates, found all refused (" + described(slot.rejected)
                    + "); no image was left out in silence: " + next + " of " + plan.images() + " are accepted");
        }
        replacements.add(index);
    }

    private static String described(Map<Rejection, Integer> rejected) {
        return rejected.entrySet().stream()
                .map(entry -> entry.getKey().wireName() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
    }

    private void commit(Progress progress) throws IOException {
        for (Slot slot = slots.get(next); slot != null && slot.passed != null; slot = slots.get(next)) {
            Candidate candidate = slot.passed;
            DatasetPlan.Run run = plan.run(next);
            OptionalLong twin = duplicates.find(run.className(), candidate.pixels());
            if (twin.isPresent()) {
                reject(next, slot, Rejection.NEAR_DUPLICATE);
                return;
            }
            MaskSource masks = parts.masks().get(run.model());
            PixelImage mask = masks == null
                    ? null
                    : masks.mask(run.className(), candidate.drawn().recipe().seed());
            byte[] png = candidate.png();
            DatasetImage image = candidate.accepted(
                    DatasetFiles.name(run.className(), next),
                    run.className(),
                    plan.split(next),
                    slot.rejected,
                    png,
                    mask);
            store.accept(image, png, mask == null ? null : DatasetFiles.png(mask));
            duplicates.add(run.className(), next, candidate.pixels());
            slots.remove(next);
            next++;
            listener.accepted(image);
            progress.accepted(image);
        }
    }
}
