package dev.flawsmith.augmentation;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flawsmith.image.Sha256;
import dev.flawsmith.synthesis.ModelDescription;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Writes {@value DatasetFolder#MANIFEST}, an image at a time: nothing in it varies from run to run. */
final class DatasetManifest {
    private static final String IMAGES = "images";

    static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    private DatasetManifest() {}

    static void write(DatasetRecord told, DatasetStore store, DatasetFolder folder) throws IOException {
        Path partial = folder.work().resolve(DatasetFolder.MANIFEST);
        DefaultPrettyPrinter pretty = new DefaultPrettyPrinter();
        pretty.indentArraysWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE.withLinefeed("\n"));
        pretty.indentObjectsWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE.withLinefeed("\n"));
        try (JsonGenerator json = JSON.createGenerator(Files.newBufferedWriter(partial))) {
            json.setPrettyPrinter(pretty);
            json.writeStartObject();
            head(told, json);
            files(folder, json);
            json.writeArrayFieldStart(IMAGES);
            store.forEach(image -> {
                try {
                    json.writePOJO(image);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            json.writeEndArray();
            json.writeEndObject();
            json.writeRaw('\n');
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.WRITE)) {
            channel.force(true); // what it replaces, the journal, is about to go
        }
        Files.move(
                partial,
                folder.path().resolve(DatasetFolder.MANIFEST),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    /** What a finished dataset's manifest says came of it; its images are not read. */
    static DatasetOutcome outcome(Path folder) throws IOException {
        ObjectNode head = JSON.createObjectNode();
        try (JsonParser json =
                JSON.createParser(folder.resolve(DatasetFolder.MANIFEST).toFile())) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME
                    && !json.currentName().equals(IMAGES)) {
                String name = json.currentName();
                json.nextToken();
                JsonNode value = json.readValueAsTree();
                head.set(name, value);
            }
        }
        TypeReference<TreeMap<String, Long>> counts = new TypeReference<>() {};
        Map<String, Long> classes = JSON.convertValue(head.required("synthetic"), counts);
        Map<String, Long> real = JSON.convertValue(head.required("real"), counts);
        long synthetic = DatasetTally.sum(classes);
        real.forEach((name, count) -> classes.merge(name, count, Long::sum));
        Map<Rejection, Long> rejected = new EnumMap<>(Rejection.class);
        head.required("rejected")
                .properties()
                .forEach(each -> rejected.put(
                        JSON.convertValue(each.getKey(), Rejection.class),
                        each.getValue().asLong()));
        return new DatasetOutcome(
                folder,
                head.required("reason").textValue(),
                synthetic,
                DatasetTally.sum(real),
                classes,
                rejected,
                JSON.convertValue(head.required("checks"), new TypeReference<List<CheckResult>>() {}),
                JSON.convertValue(head.required("warnings"), new TypeReference<List<String>>() {}));
    }

    private static void head(DatasetRecord told, JsonGenerator json) throws IOException {
        DatasetSpec spec = told.spec();
        json.writeStringField("name", spec.name());
        json.writeStringField("flawsmith", told.tools().version());
        json.writeStringField("status", told.failure() == null ? "complete" : "failed");
        json.writeStringField("reason", told.failure());
        json.writePOJOField("warnings", told.warnings());
        json.writePOJOField("spec", told.order().document().tree());
        json.writeStringField("spec_sha256", Sha256.hex(told.order().document().text()));
        json.writeArrayFieldStart("models");
        for (ModelDescription model : told.order().models(told.tools())) {
            json.writeStartObject();
            json.writeStringField("name", model.name());
            json.writeStringField("version", model.version());
            json.writeStringField("kind", model.kind());
            json.writeStringField("sha256", model.sha256());
            json.writeNumberField("width", model.shape().width());
            json.writeNumberField("height", model.shape().height());
            json.writeNumberField("channels", model.shape().channels());
            json.writeStringField("guard", model.guard());
            json.writePOJOField("photos", told.tools().learntFrom().getOrDefault(model.name(), Map.of()));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeStringField("classifier_sha256", told.tools().gateSha256());
        GoodParts onto = told.order().onto();
        if (onto != null) {
            json.writeObjectFieldStart("onto");
            json.writePOJOField("photos", onto.hash());
            json.writeEndObject();
        }
        json.writePOJOField("real_before", told.order().before());
        json.writePOJOField("synthetic", told.tally().synthetic());
        json.writePOJOField("real", told.tally().real());
        json.writePOJOField("rejected", told.tally().rejected());
        json.writePOJOField("checks", told.checks());
        json.writeObjectFieldStart("figures");
        for (Appraiser.Section section : told.sections()) {
            json.writePOJOField(section.name(), section.figures());
        }
        json.writeEndObject();
    }

    /** Every file beside images and the manifest itself, with its hash, a folder at a time. */
    private static void files(DatasetFolder folder, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("files");
        List<Path> left = List.of(
                folder.work(),
                folder.path().resolve(DatasetStore.IMAGES),
                folder.path().resolve(DatasetFolder.MANIFEST));
        files(folder.path(), folder.path(), left, json);
        json.writeEndObject();
    }

    private static void files(Path root, Path folder, List<Path> left, JsonGenerator json) throws IOException {
        List<Path> here;
        try (Stream<Path> all = Files.list(folder)) {
            here = all.filter(file -> !left.contains(file)).sorted().toList();
        }
        for (Path file : here) {
            if (Files.isDirectory(file)) {
                files(root, file, left, json);
            } else {
                json.writeStringField(root.relativize(file).toString().replace('\\', '/'), Sha256.hex(file));
            }
        }
    }
}
