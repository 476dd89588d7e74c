package dev.flawsmith.augmentation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.List;

/** What contradicts itself, as far as a spec alone can tell. */
final class SpecContradictions {
    private SpecContradictions() {}

    static void find(JsonNode root, List<SpecProblem> problems) {
        exactlyOne(root, "model", "models", problems);
        exactlyOne(root, "classes", "balance", problems);
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
            JsonNode limits = checks.path(name);
            if (limits.has("min")
                    && limits.has("max")
                    && !(limits.get("min").asDouble() < limits.get("max").asDouble())) {
                problems.add(new SpecProblem(
                        SpecReader.line(limits),
                        "checks." + name,
                        "expected min below max, found " + limits.get("min") + " and " + limits.get("max")));
            }
        }
        checks.path("class_shares").properties().forEach(entry -> {
            JsonNode range = entry.getValue();
            if (!(range.get(0).asDouble() <= range.get(1).asDouble())) {
                problems.add(new SpecProblem(
                        SpecReader.line(range),
                        "checks.class_shares." + entry.getKey(),
                        "expected low, high, found " + range));
            }
        });
        Iterator<String> classes = root.path("prompts").fieldNames();
        while (root.has("classes") && classes.hasNext()) {
            String name = classes.next();
            if (!root.get("classes").has(name)) {
                problems.add(new SpecProblem(
                        SpecReader.line(root.get("prompts").get(name)),
                        "prompts." + name,
                        "expected a class of classes"));
            }
        }
        if (root.has("splits") && sum(root.get("splits")) == 0) {
            problems.add(new SpecProblem(SpecReader.line(root.get("splits")), "splits", "expected a share above 0"));
        }
        if (root.has("classes") && sum(root.get("classes")) == 0) {
            problems.add(
                    new SpecProblem(SpecReader.line(root.get("classes")), "classes", "expected at least one image"));
        }
    }

    private static double sum(JsonNode numbers) {
        double sum = 0;
        for (JsonNode number : numbers) {
            sum += number.asDouble();
        }
        return sum;
    }

    private static void exactlyOne(JsonNode root, String a, String b, List<SpecProblem> problems) {
        if (root.has(a) == root.has(b)) {
            problems.add(new SpecProblem(
                    root.has(b) ? SpecReader.line(root.get(b)) : 0,
                    root.has(b) ? b : "",
                    "expected " + a + " or " + b + ", found " + (root.has(b) ? "both" : "neither")));
        }
    }
}
