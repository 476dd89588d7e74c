package dev.flawsmith.augmentation;

/**
 * One thing wrong with a spec.
 *
 * @param line of the file, from 1; 0 where no line is at fault
 * @param field its path, as {@code classes.scratch}; empty for the whole spec
 * @param message what was expected and what was found
 */
public record SpecProblem(int line, String field, String message) {
    @Override
    public String toString() {
        return (line > 0 ? "line " + line + ": " : "") + (field.isEmpty() ? "" : field + ": ") + message;
    }
}
