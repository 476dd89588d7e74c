/** The OpenAI Images API over the same models: its fields, its answers, its events. */
@NullMarked
package dev.flawsmith.http.openai;

import org.jspecify.annotations.NullMarked;
