package dev.flawsmith.http;

import dev.flawsmith.guard.GuardPolicy;
import org.jspecify.annotations.Nullable;

/** Reads how many previews of each image are wanted. */
public final class PreviewField {
    private PreviewField() {}

    /**
     * A number of previews; 0 where none is given, or it is wrong.
     *
     * @param most previews that may be asked for
     * @param streamed whether the answer is a stream of events, which alone can carry previews
     * @param howToStream how a caller asks for one
     */
    public static int read(
            FieldReader fields,
            String field,
            int most,
            boolean streamed,
            String howToStream,
            @Nullable GuardPolicy guard) {
        int wanted = fields.integerWithin(field, 0, most, 0);
        if (wanted > 0 && !streamed) {
            fields.refuse(field, "expected 0, found " + wanted + ": previews come as events; ask for " + howToStream);
        } else if (wanted > 0 && guard == GuardPolicy.BLOCK) {
            fields.refuse(
                    field,
                    "expected 0, found " + wanted
                            + ": guard block withholds images once they are finished, and previews would show them before");
        }
        return wanted;
    }
}
