package dev.flawsmith.synthesis;

/** One thing wrong with a request: the field's name on the wire, and what was expected and found. */
public record FieldError(String field, String message) {}
