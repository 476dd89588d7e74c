/** Javalin routes, JSON data transfer objects, one error mapper, server-sent events and the web page. */
@NullMarked
package dev.flawsmith.http;

import org.jspecify.annotations.NullMarked;
