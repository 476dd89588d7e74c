package dev.flawsmith.augmentation;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What is measured on every image. */
public enum Attribute {
    /** Mean grey level, 0 to 255. */
    BRIGHTNESS,
    /** Standard deviation of the grey levels. */
    CONTRAST,
    /** Direction along the lines, degrees from the horizontal, 0 (horizontal) to 90 (vertical). */
    ORIENTATION,
    /** Share of the pixels that the mask marks; only where there is one. */
    DEFECT_AREA;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
