package dev.flawsmith.jobs;

import java.util.List;
import java.util.Set;

/**
 * What a kind of work takes as uploads.
 *
 * @param sides names of the sets of images
 * @param values names of what is no file, such as {@code options}
 * @param suffixes of images, in small letters, without the dot
 */
public record UploadRules(List<String> sides, List<String> values, Set<String> suffixes, UploadLimits limits) {
    public UploadRules {
        sides = List.copyOf(sides);
        values = List.copyOf(values);
        suffixes = Set.copyOf(suffixes);
    }
}
