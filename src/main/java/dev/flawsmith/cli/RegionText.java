package dev.flawsmith.cli;

import dev.flawsmith.synthesis.Region;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A region as the command line tells it. */
final class RegionText {
    private static final Pattern BOX = Pattern.compile("(\\d{1,9}),(\\d{1,9}),(\\d{1,9}),(\\d{1,9})");

    private RegionText() {}

    /**
     * Reads one.
     *
     * @throws InputException if it is none
     */
    static Region read(String text) {
        if (text.equals(Region.Somewhere.NAME)) {
            return Region.SOMEWHERE;
        }
        Matcher box = BOX.matcher(text);
        if (!box.matches()) {
            throw new InputException(
                    "region",
                    "region: expected x,y,width,height in pixels of the photo, or " + Region.Somewhere.NAME + ", found "
                            + text);
        }
        return new Region.Box(
                Integer.parseInt(box.group(1)),
                Integer.parseInt(box.group(2)),
                Integer.parseInt(box.group(3)),
                Integer.parseInt(box.group(4)));
    }
}
