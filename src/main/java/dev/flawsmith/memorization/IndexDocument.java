package dev.flawsmith.memorization;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code index.json}: everything of an index but the descriptors. Training photos come in the order of their rows.
 *
 * @param views of every training photo, 1 or 8; a document of format version 1 has none, and means 1
 */
record IndexDocument(
        @JsonProperty(required = true) int formatVersion,
        @JsonProperty(required = true) String descriptor,
        @JsonProperty(required = true) int dimension,
        @Nullable Integer views,
        @JsonProperty(required = true) String descriptorsSha256,
        @JsonProperty(required = true) CalibrationJson calibration,
        @JsonProperty(required = true) List<Photo> photos) {
    static final int FORMAT_VERSION = 2;
    /** Had one view of every photo, and no word of it. */
    static final int FIRST_VERSION = 1;

    static final String TRAIN = "train";
    static final String HOLDOUT = "holdout";

    IndexDocument {
        requireNonNull(descriptor, "descriptor");
        requireNonNull(descriptorsSha256, "descriptors_sha256");
        requireNonNull(calibration, "calibration");
        photos = List.copyOf(photos);
    }

    /** For readers; the scores of the holdout photos are what it is made of. */
    record CalibrationJson(
            @JsonProperty(required = true) int holdout,
            @JsonProperty(required = true) int copiesLeftOut,
            @JsonProperty(required = true) double threshold,
            @JsonProperty(required = true) double level,
            @JsonProperty(required = true) double falseAlarmBound,
            @JsonProperty(required = true) double confidence,
            @JsonProperty(required = true) double verbatimDistance) {
        static CalibrationJson of(Calibration calibration) {
            return new CalibrationJson(
                    calibration.holdout(),
                    calibration.copiesLeftOut(),
                    calibration.threshold(),
                    calibration.level(),
                    calibration.falseAlarmBound(),
                    Calibration.CONFIDENCE,
                    calibration.verbatimDistance());
        }
    }

    /** One photo; only holdout photos have a score. */
    record Photo(
            @JsonProperty(required = true) String file,
            @JsonProperty(value = "class", required = true) String className,
            @JsonProperty(required = true) String split,
            @JsonProperty(required = true) String sha256,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Score score) {
        Photo {
            requireNonNull(file, "file");
            requireNonNull(className, "class");
            requireNonNull(split, "split");
            requireNonNull(sha256, "sha256");
        }

        IndexEntry entry() {
            return new IndexEntry(file, className, sha256);
        }
    }

    /** A {@link CopyScore}. */
    record Score(
            @JsonProperty(required = true) double score,
            @JsonProperty(required = true) double distance,
            @JsonProperty(required = true) int nearest) {}
}
