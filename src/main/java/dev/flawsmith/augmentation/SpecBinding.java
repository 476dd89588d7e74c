package dev.flawsmith.augmentation;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.flawsmith.dataset.export.ExportFormat;
import dev.flawsmith.guard.GuardPolicy;
import dev.flawsmith.synthesis.Region;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A valid tree as a spec, defaults filled in. */
final class SpecBinding {
    private SpecBinding() {}

    static DatasetSpec spec(JsonNode root) {
        YAMLMapper yaml = new YAMLMapper();
        Map<String, Double> models = root.has("model")
                ? Map.of(root.get("model").asText(), 1.0)
                : yaml.convertValue(root.get("models"), new TypeReference<LinkedHashMap<String, Double>>() {});
        Map<String, List<DatasetSpec.Prompt>> prompts = new LinkedHashMap<>();
        root.path("prompts").properties().forEach(entry -> {
            List<DatasetSpec.Prompt> sentences = new ArrayList<>();
            entry.getValue()
                    .forEach(prompt -> sentences.add(new DatasetSpec.Prompt(
                            prompt.get("text").asText(), prompt.path("share").asDouble(1))));
            prompts.put(entry.getKey(), List.copyOf(sentences));
        });
        List<ExportFormat> formats = new ArrayList<>();
        root.path("formats").forEach(format -> formats.add(ExportFormat.named(format.asText())));
        Map<String, Double> splits = root.has("splits")
                ? yaml.convertValue(root.get("splits"), new TypeReference<LinkedHashMap<String, Double>>() {})
                : Map.of("train", 1.0);
        JsonNode near = root.path("near_duplicates");
        DatasetSpec.Balance balance = root.has("balance") ? balance(root.get("balance")) : null;
        Path include = path(root.get("include"));
        Path reference = path(root.get("reference"));
        if (reference == null) {
            reference = balance == null ? include : balance.like();
        }
        return new DatasetSpec(
                root.path("name").asText("dataset"),
                root.path("description").asText(""),
                root.path("licence").asText("not stated"),
                models,
                root.has("size") ? (Integer) root.get("size").asInt() : null,
                root.has("classes")
                        ? yaml.convertValue(root.get("classes"), new TypeReference<LinkedHashMap<String, Long>>() {})
                        : null,
                balance,
                prompts,
                root.get("seed").asLong(),
                root.has("sampler")
                        ? yaml.convertValue(root.get("sampler"), DatasetSpec.Sampler.class)
                        : DatasetSpec.Sampler.DEFAULT,
                GuardPolicy.valueOf(root.path("guard").asText("resample").toUpperCase(Locale.ROOT)),
                near.isTextual() ? 1 : near.asDouble(DatasetSpec.DEFAULT_NEAR_DUPLICATES),
                reference,
                root.has("quality") ? yaml.convertValue(root.get("quality"), DatasetSpec.Quality.class) : null,
                include,
                root.has("onto") ? onto(root) : null,
                splits,
                root.has("formats") ? formats : List.of(ExportFormat.IMAGEFOLDER),
                root.path("candidates").asInt(DatasetSpec.DEFAULT_CANDIDATES),
                root.has("checks") ? checks(root.get("checks")) : DatasetSpec.Checks.NONE);
    }

    private static DatasetSpec.Onto onto(JsonNode root) {
        JsonNode box = root.path("region");
        return new DatasetSpec.Onto(
                Path.of(root.get("onto").asText()),
                box.isObject()
                        ? new Region.Box(
                                box.get("x").asInt(),
                                box.get("y").asInt(),
                                box.get("width").asInt(),
                                box.get("height").asInt())
                        : Region.SOMEWHERE,
                root.has("strength") ? (Double) root.get("strength").asDouble() : null,
                root.has("repaint_passes") ? (Long) root.get("repaint_passes").asLong() : null,
                root.has("seam") ? (Long) root.get("seam").asLong() : null);
    }

    private static DatasetSpec.Balance balance(JsonNode node) {
        JsonNode to = node.get("to");
        return new DatasetSpec.Balance(Path.of(node.get("like").asText()), to.isTextual() ? null : (Long) to.asLong());
    }

    private static DatasetSpec.Checks checks(JsonNode node) {
        Map<String, DatasetSpec.Range> shares = null;
        if (node.has("class_shares")) {
            Map<String, DatasetSpec.Range> given = new LinkedHashMap<>();
            node.get("class_shares")
                    .properties()
                    .forEach(entry -> given.put(
                            entry.getKey(),
                            new DatasetSpec.Range(
                                    entry.getValue().get(0).asDouble(),
                                    entry.getValue().get(1).asDouble())));
            shares = given;
        }
        List<Attribute> attributes = new ArrayList<>();
        node.at("/balance/attributes")
                .forEach(name -> attributes.add(Attribute.valueOf(name.asText().toUpperCase(Locale.ROOT))));
        return new DatasetSpec.Checks(
                shares,
                limits(node.get("brightness")),
                limits(node.get("contrast")),
                node.has("copies") ? (Double) node.get("copies").asDouble() : null,
                node.has("frechet_distance")
                        ? new DatasetSpec.Frechet(
                                node.at("/frechet_distance/at_most").asDouble(),
                                node.get("frechet_distance").has("encoder")
                                        ? node.at("/frechet_distance/encoder").asText()
                                        : null)
                        : null,
                node.has("balance")
                        ? new DatasetSpec.Alike(
                                node.at("/balance/at_most").asDouble(),
                                attributes.isEmpty()
                                        ? List.of(Attribute.BRIGHTNESS, Attribute.CONTRAST, Attribute.ORIENTATION)
                                        : attributes)
                        : null);
    }

    private static DatasetSpec.@Nullable Limits limits(@Nullable JsonNode node) {
        return node == null
                ? null
                : new DatasetSpec.Limits(
                        new DatasetSpec.Range(
                                node.path("min").asDouble(Double.NEGATIVE_INFINITY),
                                node.path("max").asDouble(Double.POSITIVE_INFINITY)),
                        node.path("outside").asDouble(0));
    }

    private static @Nullable Path path(@Nullable JsonNode node) {
        return node == null ? null : Path.of(node.asText());
    }
}
