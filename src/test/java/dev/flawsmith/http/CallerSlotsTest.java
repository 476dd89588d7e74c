package dev.flawsmith.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.http.security.Caller;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallerSlotsTest {
    private static final Caller ONE = new Caller("one");

    private final CallerSlots slots = new CallerSlots("too_many", "uploads", 3, 2);

    private void assertFull(Caller caller, String found) {
        ApiException refused = assertThrows(ApiException.class, () -> slots.take(caller));
        assertEquals(429, refused.status());
        assertEquals("too_many", refused.code());
        assertTrue(String.valueOf(refused.getMessage()).contains(found), refused.getMessage());
    }

    @Test
    void aCallerTakesItsShareAndAllOfThemTheWhole() {
        CallerSlots.Slot first = slots.take(ONE);
        CallerSlots.Slot second = slots.take(ONE);
        assertFull(ONE, "fewer than 2 uploads of one");
        CallerSlots.Slot third = slots.take(new Caller("two"));
        assertFull(new Caller("three"), "fewer than 3 uploads at once");
        first.close();
        CallerSlots.Slot fourth = slots.take(ONE);
        assertFull(new Caller("two"), "fewer than 3 uploads at once");
        List.of(second, third, fourth).forEach(CallerSlots.Slot::close);
        slots.take(ONE).close();
    }

    @Test
    void whereNobodyHasATokenAllShareTheWhole() {
        List<CallerSlots.Slot> taken = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            taken.add(slots.take(Caller.ANONYMOUS));
        }
        assertFull(Caller.ANONYMOUS, "fewer than 3 uploads at once");
        taken.forEach(CallerSlots.Slot::close);
        slots.take(Caller.ANONYMOUS).close();
    }
}
