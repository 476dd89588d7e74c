package dev.flawsmith.dataset.export;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/**
 * The metadata columns: names from the first sample, the type of each from the first value that is not null. A column of
 * nulls alone holds text.
 */
final class ParquetColumns {
    /** The types of metadata, with their names in Hugging Face's features. */
    enum Kind {
        TEXT("string", PrimitiveTypeName.BINARY),
        WHOLE("int64", PrimitiveTypeName.INT64),
        NUMBER("float64", PrimitiveTypeName.DOUBLE),
        TRUTH("bool", PrimitiveTypeName.BOOLEAN);

        private final String feature;
        private final PrimitiveTypeName type;

        Kind(String feature, PrimitiveTypeName type) {
            this.feature = feature;
            this.type = type;
        }

        static Kind of(Object value) {
            if (value instanceof Boolean) {
                return TRUTH;
            }
            if (value instanceof Integer || value instanceof Long) {
                return WHOLE;
            }
            return value instanceof Number ? NUMBER : TEXT;
        }

        Type column(String name) {
            Types.PrimitiveBuilder<? extends Type> column = Types.optional(type);
            return (this == TEXT ? column.as(LogicalTypeAnnotation.stringType()) : column).named(name);
        }

        void put(Group row, String name, Object value) {
            switch (this) {
                case TEXT -> row.add(name, (String) value);
                case WHOLE -> row.add(name, ((Number) value).longValue());
                case NUMBER -> row.add(name, ((Number) value).doubleValue());
                case TRUTH -> row.add(name, (boolean) value);
            }
        }
    }

    private @Nullable Map<String, @Nullable Kind> kinds;

    /**
     * Takes a sample's keys and types into account.
     *
     * @throws IllegalArgumentException that names file and key, if they are not those of the samples before
     */
    void accept(ExportSample sample) {
        if (kinds == null) {
            kinds = new LinkedHashMap<>();
            for (String key : sample.metadata().keySet()) {
                kinds.put(key, null);
            }
        }
        requireKeys(sample, kinds);
        Map<String, Kind> learnt = new LinkedHashMap<>();
        sample.metadata().forEach((key, value) -> {
            if (value != null) {
                learnt.put(key, kindOf(sample, key, value));
            }
        });
        kinds.putAll(learnt);
    }

    /** The schema: what every dataset has, then the metadata. */
    MessageType schema() {
        List<Type> columns = new ArrayList<>();
        columns.add(imageColumn("image"));
        columns.add(Types.required(PrimitiveTypeName.INT64).named("label"));
        columns.add(Kind.TEXT.column("class"));
        columns.add(Kind.TEXT.column("split"));
        columns.add(imageColumn("mask"));
        kinds().forEach((name, kind) -> columns.add(kind.column(name)));
        return new MessageType("sample", columns);
    }

    /** Hugging Face's description of the columns, as JSON-able values. */
    Map<String, Object> features(List<String> classes) {
        Map<String, Object> features = new LinkedHashMap<>();
        features.put("image", Map.of("_type", "Image"));
        Map<String, Object> label = new LinkedHashMap<>();
        label.put("names", classes);
        label.put("_type", "ClassLabel");
        features.put("label", label);
        features.put("class", value(Kind.TEXT));
        features.put("split", value(Kind.TEXT));
        features.put("mask", Map.of("_type", "Image"));
        kinds().forEach((name, kind) -> features.put(name, value(kind)));
        return Map.of("info", Map.of("features", features));
    }

    /** Puts one sample's metadata into a row. */
    void put(Group row, Map<String, @Nullable Object> metadata) {
        kinds().forEach((name, kind) -> {
            Object value = metadata.get(name);
            if (value != null) {
                kind.put(row, name, value);
            }
        });
    }

    private Map<String, Kind> kinds() {
        Map<String, Kind> known = new LinkedHashMap<>();
        if (kinds != null) {
            kinds.forEach((name, kind) -> known.put(name, kind == null ? Kind.TEXT : kind));
        }
        return known;
    }

    private Kind kindOf(ExportSample sample, String key, Object value) {
        Kind kind = Kind.of(value);
        Kind expected = kinds == null ? null : kinds.get(key);
        if (expected != null && expected != kind) {
            throw new IllegalArgumentException(sample.file() + ": expected metadata " + key + " of the type "
                    + expected.feature + ", as in the samples before, found " + kind.feature);
        }
        return kind;
    }

    private static void requireKeys(ExportSample sample, Map<String, @Nullable Kind> kinds) {
        if (!sample.metadata().keySet().equals(kinds.keySet())) {
            TreeSet<String> missing = new TreeSet<>(kinds.keySet());
            missing.removeAll(sample.metadata().keySet());
            TreeSet<String> unknown = new TreeSet<>(sample.metadata().keySet());
            unknown.removeAll(kinds.keySet());
            throw new IllegalArgumentException(
                    sample.file() + ": expected the metadata keys of the first sample, found "
                            + (missing.isEmpty() ? "" : missing + " missing" + (unknown.isEmpty() ? "" : " and "))
                            + (unknown.isEmpty() ? "" : unknown + " besides"));
        }
    }

    private static Type imageColumn(String name) {
        return Types.optionalGroup()
                .addField(Types.optional(PrimitiveTypeName.BINARY).named("bytes"))
                .addField(Kind.TEXT.column("path"))
                .named(name);
    }

    private static Map<String, Object> value(Kind kind) {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("dtype", kind.feature);
        value.put("_type", "Value");
        return value;
    }
}
