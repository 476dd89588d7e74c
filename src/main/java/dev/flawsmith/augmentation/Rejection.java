package dev.flawsmith.augmentation;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Why a candidate does not become an image of the dataset. */
public enum Rejection {
    /** Too close to a training photo. */
    GUARD,
    /** Nothing stands out from the photo that it was painted onto. */
    UNCHANGED,
    /** The classifier of real photos does not see its class in it. */
    QUALITY,
    /** An earlier image of its class looks the same. */
    NEAR_DUPLICATE;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
