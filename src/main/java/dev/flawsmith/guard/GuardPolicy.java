package dev.flawsmith.guard;

import java.util.Locale;

/** What happens to an image that is too close to a training photo. */
public enum GuardPolicy {
    /** Nothing is checked; the verdict says so. */
    OFF,
    /** The image is released with its verdict. */
    FLAG,
    /** Up to three new attempts from fresh noise; what is still too close then is released flagged, and said so. */
    RESAMPLE,
    /** The image is withheld. */
    BLOCK;

    /** The name on the wire: lower case. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
