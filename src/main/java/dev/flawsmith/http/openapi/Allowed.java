package dev.flawsmith.http.openapi;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a field of a request may be, for its schema: {@code minimum}, {@code maximum}, {@code enum}, {@code maxLength} and
 * {@code default}. It checks nothing; what is taken is read and refused by the route's reader, and a test holds both together.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface Allowed {
    /** Least number; NaN for none. */
    double least() default Double.NaN;

    /** Number that it must be above; NaN for none. */
    double above() default Double.NaN;

    /** Greatest number; NaN for none. */
    double most() default Double.NaN;

    /** Number that it must be below; NaN for none. */
    double below() default Double.NaN;

    /** The only values of a string; empty where there are others. */
    String[] oneOf() default {};

    /** Most characters of a string; -1 for no such limit. */
    int characters() default -1;

    /** Its default as JSON, such as {@code 1} or {@code "png"}; empty where there is none that is always the same. */
    String byDefault() default "";
}
