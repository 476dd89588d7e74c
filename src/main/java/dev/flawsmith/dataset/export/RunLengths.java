package dev.flawsmith.dataset.export;

import java.util.stream.IntStream;

/**
 * COCO's run lengths of a piece of a mask (cocoapi, {@code maskApi}): the image column by column, top to bottom, as
 * lengths of runs of 0, 1, 0, …, beginning with 0, which may be empty.
 */
final class RunLengths {
    private final int[] counts;

    private RunLengths(int[] counts) {
        this.counts = counts;
    }

    static RunLengths of(MaskRegion region, int imageWidth, int imageHeight) {
        IntStream.Builder counts = IntStream.builder();
        int end = 0;
        int length = 0;
        for (int x = region.x(); x < region.x() + region.width(); x++) {
            for (int y = region.y(); y < region.y() + region.height(); y++) {
                if (!region.contains(x, y)) {
                    continue;
                }
                int position = x * imageHeight + y;
                if (length > 0 && position == end) {
                    length++;
                } else {
                    if (length > 0) {
                        counts.add(length);
                    }
                    counts.add(position - end);
                    length = 1;
                }
                end = position + 1;
            }
        }
        counts.add(length);
        if (end < imageWidth * imageHeight) {
            counts.add(imageWidth * imageHeight - end);
        }
        return new RunLengths(counts.build().toArray());
    }

    /**
     * As the string that COCO's annotations hold: from the fourth length on the difference from the one two before, five
     * bits a character, the lowest first, 32 added where more follow, then 48.
     */
    String compressed() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < counts.length; i++) {
            int value = i > 2 ? counts[i] - counts[i - 2] : counts[i];
            boolean more = true;
            while (more) {
                int bits = value & 0x1f;
                value >>= 5;
                more = (bits & 0x10) != 0 ? value != -1 : value != 0;
                text.append((char) (48 + (more ? bits | 0x20 : bits)));
            }
        }
        return text.toString();
    }
}
