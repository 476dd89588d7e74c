package dev.flawsmith.memorization;

/**
 * What an index keeps of a photo besides its descriptor.
 *
 * @param file its name, relative to the dataset
 * @param className its class
 * @param sha256 of the file, 64 lower-case hexadecimal digits
 */
public record IndexEntry(String file, String className, String sha256) {}
