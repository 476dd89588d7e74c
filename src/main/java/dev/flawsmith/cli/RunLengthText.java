package dev.flawsmith.cli;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Reads COCO's compressed run-length codes (cocoapi, {@code rleFrString}). */
final class RunLengthText {
    private RunLengthText() {}

    /** Marks what a code does, which runs column after column, row by row. */
    static void mark(String text, int width, int height, BitSet marked) {
        List<Integer> counts = new ArrayList<>();
        for (int at = 0; at < text.length(); ) {
            int value = 0;
            int shift = 0;
            boolean more = true;
            while (more) {
                int bits = text.charAt(at++) - 48;
                value |= (bits & 0x1f) << shift;
                shift += 5;
                more = (bits & 0x20) != 0;
                if (!more && (bits & 0x10) != 0) {
                    value |= -1 << shift;
                }
            }
            counts.add(counts.size() > 2 ? value + counts.get(counts.size() - 2) : value);
        }
        int position = 0;
        for (int run = 0; run < counts.size(); run++) {
            for (int k = 0; k < counts.get(run); k++, position++) {
                if (run % 2 == 1) {
                    marked.set(position % height * width + position / height);
                }
            }
        }
    }
}
