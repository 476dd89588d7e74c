package dev.flawsmith.batching;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The tickets of one priority in turn. Newcomers join at the end and a ticket goes to the end whenever a row of it
 * finishes; so between two rows of one ticket every other ticket gets its turn. Guarded by the roster's lock.
 */
final class Ring {
    private final Set<Ticket> tickets = new LinkedHashSet<>();

    void join(Ticket ticket) {
        tickets.add(ticket);
    }

    boolean leave(Ticket ticket) {
        return tickets.remove(ticket);
    }

    void toTheEnd(Ticket ticket) {
        if (tickets.remove(ticket)) {
            tickets.add(ticket);
        }
    }

    boolean isEmpty() {
        return tickets.isEmpty();
    }

    /** Tickets with rows whose turn comes before this one's. */
    int before(Ticket ticket) {
        int before = 0;
        for (Ticket other : tickets) {
            if (other.equals(ticket)) {
                break;
            }
            before += other.rows.isEmpty() ? 0 : 1;
        }
        return before;
    }

    int rows() {
        return tickets.stream().mapToInt(ticket -> ticket.rows.size()).sum();
    }

    void forEach(Consumer<Ticket> action) {
        List.copyOf(tickets).forEach(action);
    }

    /** Drops rows that ended on their own (cancelled through their future). */
    void sweep() {
        tickets.forEach(ticket -> ticket.rows.removeIf(Row::over));
    }

    /** Deals up to {@code slots} slots: every ticket's first row in turn, then every ticket's second row, and so on. */
    List<Row> deal(int slots) {
        List<Row> dealt = new ArrayList<>();
        for (int round = 0, before = -1; dealt.size() < slots && dealt.size() > before; round++) {
            before = dealt.size();
            Iterator<Ticket> turn = tickets.iterator();
            while (turn.hasNext() && dealt.size() < slots) {
                Ticket ticket = turn.next();
                if (round < ticket.rows.size()) {
                    dealt.add(ticket.rows.get(round));
                }
            }
        }
        return dealt;
    }
}
