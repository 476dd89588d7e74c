package dev.flawsmith.model;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;

/** Finds all that is wrong in a {@link GeneratorDescriptor}. */
final class GeneratorDescriptorCheck {
    private static final int LARGEST_LATENT = 1 << 20;
    private static final double LEAST_TRUNCATION = 0.1;

    private final GeneratorDescriptor descriptor;
    private final DescriptorProblems problems = new DescriptorProblems();

    GeneratorDescriptorCheck(GeneratorDescriptor descriptor) {
        this.descriptor = descriptor;
    }

    /** What is wrong, a sentence each, naming the field; empty when all is well. */
    List<String> problems() {
        problems.check(
                GeneratorDescriptor.ONNX.equals(descriptor.format()),
                "format",
                "onnx, the only one that generators are run in",
                descriptor.format());
        problems.file("file", descriptor.file());
        inputs();
        problems.text("output", "the name of the ONNX output", descriptor.output());
        problems.check(isRange(), "range", "[-1, 1] or [0, 1]", descriptor.range());
        problems.image(descriptor.channels(), descriptor.height(), descriptor.width());
        classes();
        problems.origin(descriptor.guard(), descriptor.licence());
        return problems.found();
    }

    private boolean isRange() {
        return List.of(-1.0, 1.0).equals(descriptor.range())
                || List.of(0.0, 1.0).equals(descriptor.range());
    }

    private void inputs() {
        List<GeneratorDescriptor.Input> inputs = descriptor.inputs();
        if (inputs == null || inputs.isEmpty() || inputs.stream().anyMatch(Objects::isNull)) {
            problems.check(false, "inputs", "a list of inputs", inputs);
            return;
        }
        HashSet<String> kinds = new HashSet<>();
        for (int i = 0; i < inputs.size(); i++) {
            GeneratorDescriptor.Input input = inputs.get(i);
            String field = "inputs[" + i + "]";
            boolean latent = GeneratorDescriptor.LATENT.equals(input.is());
            boolean known = latent || GeneratorDescriptor.CLASS.equals(input.is());
            problems.check(known && kinds.add(input.is()), field + ".is", "latent or class, each once", input.is());
            problems.text(field + ".name", "the name of the ONNX input", input.name());
            if (latent) {
                latent(field, input);
            } else if (known) {
                classInput(field, input);
            }
        }
        problems.check(kinds.contains(GeneratorDescriptor.LATENT), "inputs", "a latent among them", kinds);
    }

    private void latent(String field, GeneratorDescriptor.Input input) {
        List<Integer> shape = input.shape();
        long size = shape == null
                ? 0
                : shape.stream()
                        .mapToLong(d -> d == null ? 0 : Math.max(0, d))
                        .reduce(1, (a, b) -> Math.min(a * b, 1L << 31));
        problems.check(
                shape != null && !shape.isEmpty() && size >= 1 && size <= LARGEST_LATENT,
                field + ".shape",
                "dimensions without the batch's, of 1 to " + LARGEST_LATENT + " values in all",
                shape);
        boolean uniform = GeneratorDescriptor.UNIFORM.equals(input.distribution());
        problems.check(
                uniform || GeneratorDescriptor.NORMAL.equals(input.distribution()),
                field + ".distribution",
                "normal or uniform",
                input.distribution());
        Double truncation = input.truncation();
        problems.check(
                truncation == null || (!uniform && truncation >= LEAST_TRUNCATION && truncation <= Float.MAX_VALUE),
                field + ".truncation",
                uniform ? "none of a uniform distribution" : "at least " + LEAST_TRUNCATION,
                truncation);
        problems.check(input.form() == null, field + ".form", "none of a latent", input.form());
    }

    private void classInput(String field, GeneratorDescriptor.Input input) {
        problems.check(
                GeneratorDescriptor.INDEX.equals(input.form()) || GeneratorDescriptor.ONE_HOT.equals(input.form()),
                field + ".form",
                "index or one-hot",
                input.form());
        problems.check(input.shape() == null, field + ".shape", "none of a class", input.shape());
        problems.check(input.distribution() == null, field + ".distribution", "none of a class", input.distribution());
        problems.check(input.truncation() == null, field + ".truncation", "none of a class", input.truncation());
    }

    private void classes() {
        boolean told = descriptor.inputs() != null
                && descriptor.inputs().stream()
                        .anyMatch(input -> input != null && GeneratorDescriptor.CLASS.equals(input.is()));
        problems.classes(descriptor.classes(), told);
    }
}
