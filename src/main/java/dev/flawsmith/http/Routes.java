package dev.flawsmith.http;

import io.javalin.config.RoutesConfig;

/** A part of the server that answers paths of its own. */
@FunctionalInterface
public interface Routes {
    /** Adds its paths, once, while the server is put together. */
    void addTo(RoutesConfig routes);
}
