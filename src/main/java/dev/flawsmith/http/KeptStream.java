package dev.flawsmith.http;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * The events of one image request, as text, for a client that comes back for them. Guarantees: at most {@code maxBytes} are kept, the
 * oldest leaving first; once nobody has listened for {@code patience} it is {@linkplain #forsaken() forsaken} for good. Begins with one
 * listener, whoever made the request. Thread-safe.
 */
final class KeptStream {
    private final String id;
    private final Duration patience;
    private final long maxBytes;
    private final LongSupplier nanoTime;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    // Guarded by the lock.
    private final Deque<Event> events = new ArrayDeque<>();
    private long bytes;
    private long forgotten; // id of the last event that is no longer kept
    private int listeners = 1;
    private long aloneSince;
    private boolean forsaken;
    private boolean over;

    /** @param patience how long it is kept, and its request goes on, without a listener */
    KeptStream(String id, Duration patience, long maxBytes, LongSupplier nanoTime) {
        this.id = id;
        this.patience = patience;
        this.maxBytes = maxBytes;
        this.nanoTime = nanoTime;
    }

    /** An event as it goes over the wire; ids count from 1 without a gap. */
    @SuppressWarnings("ArrayRecordComponent") // made once and only written out
    record Event(long id, byte[] text) {}

    /**
     * What comes after an event.
     *
     * @param whole false where events between are no longer kept
     * @param last whether nothing will come after these
     */
    record News(List<Event> events, boolean whole, boolean last) {}

    String id() {
        return id;
    }

    void add(long number, byte[] text) {
        lock.lock();
        try {
            events.addLast(new Event(number, text));
            bytes += text.length;
            while (bytes > maxBytes) {
                Event oldest = events.removeFirst();
                bytes -= oldest.text().length;
                forgotten = oldest.id();
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** No event comes any more. */
    void end() {
        lock.lock();
        try {
            over = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean over() {
        lock.lock();
        try {
            return over;
        } finally {
            lock.unlock();
        }
    }

    /** Whether nobody has listened for so long that nobody may any more. */
    boolean forsaken() {
        lock.lock();
        try {
            forsaken |= listeners == 0 && nanoTime.getAsLong() - aloneSince > patience.toNanos();
            return forsaken;
        } finally {
            lock.unlock();
        }
    }

    /** Begins to listen, for which {@link #leave} has to be called; false if it is forsaken. */
    boolean join() {
        lock.lock();
        try {
            if (forsaken()) {
                return false;
            }
            listeners++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Once for every listener. */
    void leave() {
        lock.lock();
        try {
            listeners--;
            aloneSince = nanoTime.getAsLong();
        } finally {
            lock.unlock();
        }
    }

    /** What comes after an event; waits at most so long for the first of it. */
    News after(long number, Duration limit) throws InterruptedException {
        lock.lock();
        try {
            long nanos = limit.toNanos();
            while (nanos > 0 && !over && (events.isEmpty() || events.getLast().id() <= number)) {
                nanos = changed.awaitNanos(nanos);
            }
            List<Event> later = new ArrayList<>();
            for (Event event : events) {
                if (event.id() > number) {
                    later.add(event);
                }
            }
            return new News(later, number >= forgotten, over);
        } finally {
            lock.unlock();
        }
    }
}
