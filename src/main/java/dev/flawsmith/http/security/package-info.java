/** Who may ask for what: bearer tokens, their scopes, and how often each may ask. */
@NullMarked
package dev.flawsmith.http.security;

import org.jspecify.annotations.NullMarked;
