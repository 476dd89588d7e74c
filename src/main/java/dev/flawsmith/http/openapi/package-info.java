/** The table of routes, and the OpenAPI document that is made of it and of the records that go over the wire. */
@NullMarked
package dev.flawsmith.http.openapi;

import org.jspecify.annotations.NullMarked;
