package dev.flawsmith.http.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigPart;
import dev.flawsmith.http.Json;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Puts what {@link Allowed} says of a field into its schema. */
final class AllowedValues {
    private AllowedValues() {}

    static void tell(SchemaGeneratorConfigPart<FieldScope> fields) {
        fields.withNumberInclusiveMinimumResolver(field -> number(field, Allowed::least));
        fields.withNumberExclusiveMinimumResolver(field -> number(field, Allowed::above));
        fields.withNumberInclusiveMaximumResolver(field -> number(field, Allowed::most));
        fields.withNumberExclusiveMaximumResolver(field -> number(field, Allowed::below));
        fields.withStringMaxLengthResolver(
                field -> value(field, allowed -> allowed.characters() < 0 ? null : allowed.characters()));
        fields.withEnumResolver(field -> value(field, AllowedValues::values));
        fields.withDefaultResolver(
                field -> value(field, allowed -> allowed.byDefault().isEmpty() ? null : json(allowed.byDefault())));
    }

    /** Null is among them: every such field may be left out. */
    private static @Nullable List<@Nullable String> values(Allowed allowed) {
        if (allowed.oneOf().length == 0) {
            return null;
        }
        List<@Nullable String> values = new ArrayList<>(Arrays.asList(allowed.oneOf()));
        values.add(null);
        return values;
    }

    private static @Nullable BigDecimal number(FieldScope field, ToDoubleFunction<Allowed> bound) {
        return value(field, allowed -> {
            double number = bound.applyAsDouble(allowed);
            if (Double.isNaN(number)) {
                return null;
            }
            BigDecimal exact = BigDecimal.valueOf(number).stripTrailingZeros();
            return exact.setScale(Math.max(0, exact.scale())); // 1000, not 1E+3
        });
    }

    private static <T> @Nullable T value(FieldScope field, Function<Allowed, @Nullable T> part) {
        return Optional.ofNullable(field.getAnnotation(Allowed.class))
                .filter(allowed -> !field.isFakeContainerItemScope())
                .map(part)
                .orElse(null);
    }

    private static JsonNode json(String text) {
        return Json.readObject(("{\"default\":" + text + "}").getBytes(StandardCharsets.UTF_8))
                .required("default");
    }
}
