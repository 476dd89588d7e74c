package dev.flawsmith.augmentation;

/**
 * What a check found.
 *
 * @param check its field in the spec
 * @param passed whether it holds
 * @param expected in words
 * @param found in words
 */
public record CheckResult(String check, boolean passed, String expected, String found) {
    @Override
    public String toString() {
        return check + ": expected " + expected + ", found " + found;
    }
}
