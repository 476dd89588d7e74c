package dev.flawsmith.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Finds all that is wrong in a {@link GeneratorDescriptor}. */
final class GeneratorDescriptorCheck {
    private static final int LARGEST_SIDE = 4096;
    private static final int LARGEST_LATENT = 1 << 20;
    private static final double LEAST_TRUNCATION = 0.1;

    private final GeneratorDescriptor descriptor;
    private final List<String> problems = new ArrayList<>();

    GeneratorDescriptorCheck(GeneratorDescriptor descriptor) {
        this.descriptor = descriptor;
    }

    /** What is wrong, a sentence each, naming the field; empty when all is well. */
    List<String> problems() {
        check(
                GeneratorDescriptor.ONNX.equals(descriptor.format()),
                "format",
                "onnx, the only one that generators are run in",
                descriptor.format());
        check(isFile(descriptor.file()), "file", "a file of this folder", descriptor.file());
        inputs();
        check(isText(descriptor.output()), "output", "the name of the ONNX output", descriptor.output());
        check(isRange(), "range", "[-1, 1] or [0, 1]", descriptor.range());
        check(descriptor.channels() == 1 || descriptor.channels() == 3, "channels", "1 or 3", descriptor.channels());
        check(isSide(descriptor.height()), "height", "1 to " + LARGEST_SIDE, descriptor.height());
        check(isSide(descriptor.width()), "width", "1 to " + LARGEST_SIDE, descriptor.width());
        classes();
        check(
                "off".equals(descriptor.guard()),
                "guard",
                "off, for no photo is known that images could be compared with",
                descriptor.guard());
        check(isText(descriptor.licence()), "licence", "the weights' licence", descriptor.licence());
        return problems;
    }

    private boolean isRange() {
        return List.of(-1.0, 1.0).equals(descriptor.range())
                || List.of(0.0, 1.0).equals(descriptor.range());
    }

    private void inputs() {
        List<GeneratorDescriptor.Input> inputs = descriptor.inputs();
        if (inputs == null || inputs.isEmpty() || inputs.stream().anyMatch(Objects::isNull)) {
            check(false, "inputs", "a list of inputs", inputs);
            return;
        }
        HashSet<String> kinds = new HashSet<>();
        for (int i = 0; i < inputs.size(); i++) {
            GeneratorDescriptor.Input input = inputs.get(i);
            String field = "inputs[" + i + "]";
            boolean latent = GeneratorDescriptor.LATENT.equals(input.is());
            boolean known = latent || GeneratorDescriptor.CLASS.equals(input.is());
            check(known && kinds.add(input.is()), field + ".is", "latent or class, each once", input.is());
            check(isText(input.name()), field + ".name", "the name of the ONNX input", input.name());
            if (latent) {
                latent(field, input);
            } else if (known) {
                classInput(field, input);
            }
        }
        check(kinds.contains(GeneratorDescriptor.LATENT), "inputs", "a latent among them", kinds);
    }

    private void latent(String field, GeneratorDescriptor.Input input) {
        List<Integer> shape = input.shape();
        long size = shape == null
                ? 0
                : shape.stream()
                        .mapToLong(d -> d == null ? 0 : Math.max(0, d))
                        .reduce(1, (a, b) -> Math.min(a * b, 1L << 31));
        check(
                shape != null && !shape.isEmpty() && size >= 1 && size <= LARGEST_LATENT,
                field + ".shape",
                "dimensions without the batch's, of 1 to " + LARGEST_LATENT + " values in all",
                shape);
        boolean uniform = GeneratorDescriptor.UNIFORM.equals(input.distribution());
        check(
                uniform || GeneratorDescriptor.NORMAL.equals(input.distribution()),
                field + ".distribution",
                "normal or uniform",
                input.distribution());
        Double truncation = input.truncation();
        check(
                truncation == null || (!uniform && truncation >= LEAST_TRUNCATION && truncation <= Float.MAX_VALUE),
                field + ".truncation",
                uniform ? "none of a uniform distribution" : "at least " + LEAST_TRUNCATION,
                truncation);
        check(input.form() == null, field + ".form", "none of a latent", input.form());
    }

    private void classInput(String field, GeneratorDescriptor.Input input) {
        check(
                GeneratorDescriptor.INDEX.equals(input.form()) || GeneratorDescriptor.ONE_HOT.equals(input.form()),
                field + ".form",
                "index or one-hot",
                input.form());
        check(input.shape() == null, field + ".shape", "none of a class", input.shape());
        check(input.distribution() == null, field + ".distribution", "none of a class", input.distribution());
        check(input.truncation() == null, field + ".truncation", "none of a class", input.truncation());
    }

    private void classes() {
        List<String> classes = descriptor.classes();
        boolean named = classes != null
                && !classes.isEmpty()
                && classes.stream().allMatch(GeneratorDescriptorCheck::isText)
                && new HashSet<>(classes).size() == classes.size();
        check(named, "classes", "at least one name, each once", classes);
        boolean told = descriptor.inputs() != null
                && descriptor.inputs().stream()
                        .anyMatch(input -> input != null && GeneratorDescriptor.CLASS.equals(input.is()));
        if (named && !told) {
            check(classes.size() == 1, "classes", "one name for a network that takes no class", classes);
        }
    }

    private static boolean isFile(@Nullable String name) {
        return name != null && !name.isBlank() && name.matches("[^/\\\\\\p{Cntrl}]+") && !name.startsWith(".");
    }

    private static boolean isText(@Nullable String text) {
        return text != null && !text.isBlank();
    }

    private static boolean isSide(int pixels) {
        return pixels >= 1 && pixels <= LARGEST_SIDE;
    }

    private void check(boolean holds, String field, String expected, @Nullable Object found) {
        if (!holds) {
            problems.add(field + ": expected " + expected + ", found " + found);
        }
    }
}
