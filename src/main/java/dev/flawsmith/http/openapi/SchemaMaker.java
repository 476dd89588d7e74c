package dev.flawsmith.http.openapi;

import com.fasterxml.classmate.ResolvedType;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaBuilder;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.generator.impl.DefinitionKey;
import com.github.victools.jsonschema.generator.naming.SchemaDefinitionNamingStrategy;
import com.github.victools.jsonschema.module.jackson.JacksonModule;
import com.github.victools.jsonschema.module.jackson.JacksonOption;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes JSON Schemas (2020-12) of the records that go over the wire, as Jackson writes them here: names in snake_case,
 * {@code @Nullable} fields may be null, {@code @JsonPropertyDescription} describes. A sealed interface is any of its
 * records. For one document, one thread.
 */
final class SchemaMaker {
    private static final String PLACE = "components/schemas";
    private static final String HOME = "dev.flawsmith.http";

    private final SchemaBuilder builder;

    SchemaMaker() {
        SchemaGeneratorConfigBuilder config = new SchemaGeneratorConfigBuilder(
                        SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
                .with(Option.DEFINITIONS_FOR_ALL_OBJECTS, Option.EXTRA_OPEN_API_FORMAT_VALUES)
                .without(Option.SCHEMA_VERSION_INDICATOR)
                .with(new JacksonModule(JacksonOption.FLATTENED_ENUMS_FROM_JSONPROPERTY));
        config.forFields()
                .withPropertyNameOverrideResolver(
                        field -> SnakeCaseStrategy.INSTANCE.translate(field.getDeclaredName()))
                .withNullableCheck(SchemaMaker::isNullable)
                .withRequiredCheck(field ->
                        !isNullable(field) && field.getAnnotationConsideringFieldAndGetter(JsonInclude.class) == null);
        AllowedValues.tell(config.forFields());
        config.forTypesInGeneral()
                .withDefinitionNamingStrategy(new Names())
                .withCustomDefinitionProvider(SchemaMaker::ofJsonValue)
                .withCustomDefinitionProvider(SchemaMaker::ofFreeJson)
                .withCustomDefinitionProvider(SchemaMaker::ofAlternatives);
        this.builder = new SchemaGenerator(config.build()).buildMultipleSchemaDefinitions();
    }

    /** A reference to the schema of a type; text and files are strings, and stand alone. */
    ObjectNode reference(Class<?> type) {
        return builder.createSchemaReference(type);
    }

    /** All schemas that were referred to, by name. */
    ObjectNode definitions() {
        return builder.collectDefinitions(PLACE);
    }

    private static boolean isNullable(FieldScope field) {
        AnnotatedType type = field.getRawMember().getAnnotatedType();
        return field.isFakeContainerItemScope() ? hasNullableItems(type) : type.isAnnotationPresent(Nullable.class);
    }

    /** Whether it is a {@code List<@Nullable …>}. */
    private static boolean hasNullableItems(AnnotatedType type) {
        return type instanceof AnnotatedParameterizedType list
                && list.getAnnotatedActualTypeArguments()[0].isAnnotationPresent(Nullable.class);
    }

    /** A type whose JSON is that of one of its methods. */
    private static @Nullable CustomDefinition ofJsonValue(ResolvedType type, SchemaGenerationContext context) {
        for (Method method : type.getErasedType().getDeclaredMethods()) {
            if (method.isAnnotationPresent(JsonValue.class)
                    && !type.getErasedType().isEnum()) {
                ResolvedType json = context.getTypeContext().resolve(method.getGenericReturnType());
                ObjectNode schema = context.createStandardDefinition(json, null);
                if (hasNullableItems(method.getAnnotatedReturnType())) {
                    ObjectNode items = schema.withObjectProperty("items");
                    String kind = items.path("type").asText();
                    items.putArray("type").add(kind).add("null");
                }
                return inline(schema);
            }
        }
        return null;
    }

    /** An object whose names are not known beforehand, with values of one type or of any. */
    private static @Nullable CustomDefinition ofFreeJson(ResolvedType type, SchemaGenerationContext context) {
        ObjectNode schema = context.getGeneratorConfig().createObjectNode();
        if (type.isInstanceOf(Map.class)) {
            ResolvedType values = type.typeParametersFor(Map.class).get(1);
            schema.put("type", "object").set("additionalProperties", context.createDefinitionReference(values));
        } else if (type.isInstanceOf(ObjectNode.class)) {
            schema.put("type", "object");
        } else if (!type.isInstanceOf(JsonNode.class)) {
            return null;
        }
        return inline(schema);
    }

    /** Any of the types that a sealed interface permits. */
    private static @Nullable CustomDefinition ofAlternatives(ResolvedType type, SchemaGenerationContext context) {
        Class<?> erased = type.getErasedType();
        if (!erased.isInterface() || !erased.isSealed()) {
            return null;
        }
        ObjectNode schema = context.getGeneratorConfig().createObjectNode();
        ArrayNode alternatives = schema.putArray("anyOf");
        for (Class<?> each : erased.getPermittedSubclasses()) {
            alternatives.add(
                    context.createDefinitionReference(context.getTypeContext().resolve(each)));
        }
        return inline(schema);
    }

    private static CustomDefinition inline(ObjectNode schema) {
        return new CustomDefinition(
                schema, CustomDefinition.DefinitionType.INLINE, CustomDefinition.AttributeInclusion.YES);
    }

    /** {@code ImagesBody}, {@code ErrorBody.Detail}; those of other packages with the package in front. */
    private static final class Names implements SchemaDefinitionNamingStrategy {
        @Override
        public String getDefinitionNameForKey(DefinitionKey key, SchemaGenerationContext context) {
            Class<?> type = key.getType().getErasedType();
            String home = type.getPackageName();
            String[] packages = home.split("\\.", -1);
            String prefix = home.equals(HOME) ? "" : packages[packages.length - 1].toLowerCase(Locale.ROOT) + ".";
            String[] names = type.getName().substring(home.length() + 1).split("\\$", -1);
            return prefix + String.join(".", Arrays.asList(names));
        }
    }
}
