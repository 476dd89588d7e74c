package dev.flawsmith.http.automatic1111;

import com.fasterxml.jackson.databind.annotation.JsonSerialize;

/** The answer to {@code interrupt}, an empty object; Jackson writes a type without fields only where an annotation asks. */
@JsonSerialize
record InterruptBody() {}
