package dev.flawsmith.http;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The forms in which images are answered, chosen by the {@code Accept} header. */
enum ResponseKind {
    JSON("application/json"),
    PNG("image/png"),
    EVENTS("text/event-stream"),
    ZIP(ZipStream.MEDIA_TYPE);

    private final String mediaType;

    ResponseKind(String mediaType) {
        this.mediaType = mediaType;
    }

    String mediaType() {
        return mediaType;
    }

    /**
     * The form with the highest quality (RFC 9110, 12.5.1); of equals the one named more exactly, then the one named
     * first. JSON where nothing is said; empty where nothing we have is wanted.
     */
    static Optional<ResponseKind> negotiate(@Nullable String accept) {
        if (accept == null || accept.isBlank()) {
            return Optional.of(JSON);
        }
        String[] ranges = accept.split(",", -1);
        ResponseKind best = null;
        Match bestMatch = null;
        for (ResponseKind kind : values()) {
            Match match = kind.match(ranges);
            if (match != null && match.quality > 0 && (bestMatch == null || match.beats(bestMatch))) {
                best = kind;
                bestMatch = match;
            }
        }
        return Optional.ofNullable(best);
    }

    /** The most exact range that covers this kind decides its quality. */
    private @Nullable Match match(String[] ranges) {
        Match found = null;
        for (int i = 0; i < ranges.length; i++) {
            String[] parts = ranges[i].split(";", -1);
            int exactness = exactness(parts[0].strip().toLowerCase(Locale.ROOT));
            if (exactness >= 0 && (found == null || exactness > found.exactness)) {
                found = new Match(quality(parts), exactness, i);
            }
        }
        return found;
    }

    private int exactness(String range) {
        if (range.equals(mediaType)) {
            return 2;
        }
        if (range.equals(mediaType.substring(0, mediaType.indexOf('/')) + "/*")) {
            return 1;
        }
        return range.equals("*/*") ? 0 : -1;
    }

    private static double quality(String[] parts) {
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip().toLowerCase(Locale.ROOT);
            if (parameter.startsWith("q=")) {
                String value = parameter.substring(2).strip();
                // A weight that is not one counts as the default, 1.
                return value.matches("0(\\.\\d{0,3})?") ? Double.parseDouble(value) : 1;
            }
        }
        return 1;
    }

    private record Match(double quality, int exactness, int position) {
        boolean beats(Match other) {
            if (quality != other.quality) {
                return quality > other.quality;
            }
            if (exactness != other.exactness) {
                return exactness > other.exactness;
            }
            return position < other.position;
        }
    }
}
