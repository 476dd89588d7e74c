package dev.flawsmith.augmentation;

import dev.flawsmith.guard.GuardPolicy;
import dev.flawsmith.synthesis.RequestDraft;
import dev.flawsmith.synthesis.Synthesis;
import dev.flawsmith.synthesis.SynthesisException;
import dev.flawsmith.synthesis.SynthesisListener;
import dev.flawsmith.synthesis.SynthesisRequest;
import dev.flawsmith.synthesis.SynthesizedImage;
import dev.flawsmith.synthesis.Synthesizer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Has a plan's candidates drawn, a few requests at a time and replacements first, and hands them over as they come. Never
 * asks for more than the models take, nor for images further ahead than the caller allows, so what waits here is bounded.
 * One thread.
 */
final class CandidateDrawer {
    /** Images of one request, and requests at once, where nothing is painted onto photos: the next one fills the batch where this one ends, and a kill costs few. */
    private static final int REQUEST = 64;

    private static final int OPEN_REQUESTS = 2;
    /** Of those the models admit, kept for replacements. */
    private static final int RESERVE_SHARE = 8;
    /** Until a request that found the model full is tried again. */
    private static final long PATIENCE_MILLIS = 50;

    private final DatasetSpec spec;
    private final DatasetPlan plan;
    private final Synthesizer synthesizer;
    private final int maxInFlight;
    private final @Nullable GoodParts parts;
    /** Images of a request, and first requests at once; one is for each photo. */
    private final int request;

    private final int openRequestsAtMost;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final Set<Synthesis> open = new HashSet<>();
    private final Deque<Wanted> replacements = new ArrayDeque<>();
    private long submitted;
    private int inFlight;
    private int openRequests;

    private record Wanted(long index, int candidate) {}

    /** A drawn candidate, not judged yet. */
    record Drawn(long index, SynthesizedImage image) implements Event {}

    private sealed interface Event permits Drawn, Ended {}

    /** {@code images} were asked for; {@code first} candidates or replacements. */
    private record Ended(
            Synthesis synthesis,
            int images,
            boolean first,
            @Nullable Throwable failure) implements Event {}

    /**
     * Draws nothing yet.
     *
     * @param from the first image that is wanted
     * @param maxInFlight images that each model takes at once
     */
    CandidateDrawer(DatasetOrder order, Synthesizer synthesizer, int maxInFlight, long from) {
        this.spec = order.spec();
        this.plan = order.plan();
        this.parts = order.onto();
        this.request = parts == null ? REQUEST : 1;
        this.openRequestsAtMost = parts == null ? OPEN_REQUESTS : parts.atOnce();
        this.synthesizer = synthesizer;
        this.maxInFlight = maxInFlight;
        this.submitted = from;
    }

    /**
     * Waits for the next candidate.
     *
     * @param limit number of the image that must not be asked for yet
     * @throws SynthesisException of a request that failed
     */
    Drawn take(long limit) throws InterruptedException {
        while (true) {
            boolean admitted = submit(limit);
            Event event = admitted ? events.take() : events.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            if (event instanceof Drawn drawn) {
                return drawn;
            }
            if (event instanceof Ended ended) {
                end(ended);
            }
        }
    }

    /** Asks for another candidate for an image. */
    void again(long index, int candidate) {
        replacements.add(new Wanted(index, candidate));
    }

    /** Stops all that is under way. */
    void cancel() {
        open.forEach(synthesis -> synthesis.cancellation().run());
    }

    private void end(Ended ended) {
        open.remove(ended.synthesis());
        inFlight -= ended.images();
        openRequests -= ended.first() ? 1 : 0;
        if (ended.failure() != null) {
            throw Synthesis.failure(ended.failure());
        }
    }

    /** Whether nothing had to be put off because others fill the model. */
    private boolean submit(long limit) {
        while (!replacements.isEmpty() && inFlight < maxInFlight) {
            Wanted wanted = replacements.getFirst();
            if (!submit(plan.run(wanted.index()), wanted.index(), wanted.candidate(), 1)) {
                return false;
            }
            replacements.removeFirst();
        }
        int free = maxInFlight - maxInFlight / RESERVE_SHARE;
        long end = Math.min(limit, plan.images());
        while (submitted < end && openRequests < openRequestsAtMost) {
            DatasetPlan.Run run = plan.run(submitted);
            long whole = Math.min(request, run.end() - submitted);
            long size = Math.min(whole, Math.min(free - inFlight, end - submitted));
            // A request as soon as half of one fits: a network call stays full, and requests do not get small.
            if (size < 1 || (size < whole / 2 && inFlight > 0)) {
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
        SynthesisRequest checked = checked(draft(spec, run, plan.seed(first, candidate), count), first);
        Synthesis synthesis;
        try {
            synthesis = synthesizer.submitBatch(checked, new SynthesisListener() {
                @Override
                public void released(SynthesizedImage image) {
                    events.add(new Drawn(first + image.index(), image));
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
                .whenComplete((images, failure) -> events.add(new Ended(synthesis, count, candidate == 0, failure)));
        return true;
    }

    private SynthesisRequest checked(RequestDraft draft, long index) {
        DatasetSpec.Onto onto = spec.onto();
        if (parts == null || onto == null) {
            return synthesizer.check(draft);
        }
        GoodParts.Part part = parts.read(index);
        try {
            return synthesizer.check(draft.on(onto.canvas(part.image())));
        } catch (SynthesisException e) {
            throw new AugmentationException("onto: " + part.name() + ": " + e.getMessage(), e);
        }
    }

    /** A request for images of a run; what a block would withhold is drawn flagged, and refused by whoever judges. */
    static RequestDraft draft(DatasetSpec spec, DatasetPlan.Run run, long seed, long n) {
        DatasetSpec.Sampler sampler = spec.sampler();
        return new RequestDraft(
                run.model(),
                run.prompt() == null ? run.className() : null,
                run.prompt(),
                null,
                n,
                seed,
                sampler.steps(),
                sampler.name(),
                sampler.guidanceScale(),
                sampler.guidanceInterval(),
                sampler.guidanceRescale(),
                spec.guard() == GuardPolicy.BLOCK ? GuardPolicy.FLAG : spec.guard());
    }
}
