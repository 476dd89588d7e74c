package dev.flawsmith.http;

import java.util.List;

/**
 * The answer to an image request as JSON.
 *
 * @param created seconds since 1970
 * @param seconds how long it took, queueing included
 */
record ImagesBody(long created, String model, List<ImageBody> images, double seconds) {}
