package dev.flawsmith.augmentation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;

/** What contradicts itself, as far as a spec alone can tell. Of fields that break the schema, only whether they are there is looked at. */
final class SpecContradictions {
    private final JsonNode root;
    private final List<String> faulty;
    private final List<SpecProblem> problems = new ArrayList<>();

    private SpecContradictions(JsonNode root, List<String> faulty) {
        this.root = root;
        this.faulty = faulty;
    }

    /** Those of a spec whose fields {@code faulty}, such as {@code checks.brightness}, are known to be wrong by themselves. */
    static List<SpecProblem> of(JsonNode root, List<String> faulty) {
        SpecContradictions found = new SpecContradictions(root, faulty);
        found.find();
        return found.problems;
    }

    /** A part of the spec, missing where it or anything in it is wrong by itself. */
    private JsonNode sound(String field) {
        boolean wrong = faulty.stream().anyMatch(each -> within(each, field) || within(field, each));
        return wrong ? MissingNode.getInstance() : root.at("/" + field.replace('.', '/'));
    }

    private static boolean within(String inner, String outer) {
        return inner.equals(outer) || inner.startsWith(outer + ".");
    }

    private void find() {
        exactlyOne("model", "models");
        exactlyOne("classes", "balance");
        painting();
        JsonNode checks = root.path("checks");
        if (root.path("guard").asText("resample").equals("off") && checks.has("copies")) {
            problems.add(new SpecProblem(
                    SpecReader.line(checks.get("copies")),
                    "checks.copies",
                    "expected a guard that compares, found guard: off, under which no copy is seen"));
        }
        boolean real = root.has("reference") || root.has("balance") || root.has("include");
        for (String name : List.of("frechet_distance", "balance")) {
            if (checks.has(name) && !real) {
                problems.add(new SpecProblem(
                        SpecReader.line(checks.get(name)),
                        "checks." + name,
                        "expected a reference to compare with, found none"));
            }
        }
        if (root.has("quality") && !real) {
            problems.add(new SpecProblem(
                    SpecReader.line(root.get("quality")),
                    "quality",
                    "expected a reference to learn the classes from, found none"));
        }
        for (String name : List.of("brightness", "contrast")) {
            JsonNode limits = sound("checks." + name);
            if (limits.has("min")
                    && limits.has("max")
                    && !(limits.get("min").asDouble() < limits.get("max").asDouble())) {
                problems.add(new SpecProblem(
                        SpecReader.line(limits),
                        "checks." + name,
                        "expected min below max, found " + limits.get("min") + " and " + limits.get("max")));
            }
        }
        sound("checks.class_shares").properties().forEach(entry -> {
            JsonNode range = entry.getValue();
            if (!(range.get(0).asDouble() <= range.get(1).asDouble())) {
                problems.add(new SpecProblem(
                        SpecReader.line(range),
                        "checks.class_shares." + entry.getKey(),
                        "expected low, high, found " + range));
            }
        });
        JsonNode classes = sound("classes");
        JsonNode prompts = sound("prompts");
        prompts.fieldNames().forEachRemaining(name -> {
            if (classes.isObject() && !classes.has(name)) {
                problems.add(new SpecProblem(
                        SpecReader.line(prompts.get(name)), "prompts." + name, "expected a class of classes"));
            }
        });
        JsonNode splits = sound("splits");
        if (splits.isObject() && sum(splits) == 0) {
            problems.add(new SpecProblem(SpecReader.line(splits), "splits", "expected a share above 0"));
        }
        if (classes.isObject() && sum(classes) == 0) {
            problems.add(new SpecProblem(SpecReader.line(classes), "classes", "expected at least one image"));
        }
    }

    private void painting() {
        boolean painted = root.has("onto");
        for (String name : List.of("region", "strength", "repaint_passes", "seam")) {
            if (root.has(name) && !painted) {
                beside(name, "expected onto, a folder of photos to paint into, beside it, found none");
            }
        }
        if (painted && root.has("size")) {
            beside("size", "expected none beside onto, whose photos have a size, found one");
        }
        JsonNode distance = root.at("/checks/frechet_distance");
        if (painted && !distance.isMissingNode()) {
            problems.add(new SpecProblem(
                    SpecReader.line(distance),
                    "checks.frechet_distance",
                    "expected none beside onto, whose images are real photos for the most part: the distance of whole"
                            + " images would be theirs, found one"));
        }
        if (painted && root.has("include")) {
            beside(
                    "include",
                    "expected none beside onto, whose images all have masks, which real photos of defects have not,"
                            + " found one");
        }
    }

    private void beside(String name, String message) {
        problems.add(new SpecProblem(SpecReader.line(root.get(name)), name, message));
    }

    private static double sum(JsonNode numbers) {
        double sum = 0;
        for (JsonNode number : numbers) {
            sum += number.asDouble();
        }
        return sum;
    }

    private void exactlyOne(String a, String b) {
        if (root.has(a) == root.has(b)) {
            problems.add(new SpecProblem(
                    root.has(b) ? SpecReader.line(root.get(b)) : 0,
                    root.has(b) ? b : "",
                    "expected " + a + " or " + b + ", found " + (root.has(b) ? "both" : "neither")));
        }
    }
}
