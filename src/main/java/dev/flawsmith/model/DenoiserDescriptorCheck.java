package dev.flawsmith.model;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;

/** Finds all that is wrong in a {@link DenoiserDescriptor}. */
final class DenoiserDescriptorCheck {
    /** Of any request. */
    private static final int MOST_STEPS = 1000;

    private static final int MOST_GUIDANCE = 20;

    private final DenoiserDescriptor descriptor;
    private final DescriptorProblems problems = new DescriptorProblems();

    DenoiserDescriptorCheck(DenoiserDescriptor descriptor) {
        this.descriptor = descriptor;
    }

    /** What is wrong, a sentence each, naming the field; empty when all is well. */
    List<String> problems() {
        String format = descriptor.format();
        boolean onnx = DenoiserDescriptor.ONNX.equals(format);
        boolean torchScript = DenoiserDescriptor.TORCHSCRIPT.equals(format);
        problems.check(onnx || torchScript, "format", "onnx or torchscript", format);
        problems.file("file", descriptor.file());
        problems.file("scheduler", descriptor.scheduler());
        inputs(onnx, torchScript);
        if (onnx) {
            problems.text("output", "the name of the ONNX output", descriptor.output());
        } else {
            problems.check(descriptor.output() == null, "output", "none beside TorchScript", descriptor.output());
        }
        problems.image(descriptor.channels(), descriptor.height(), descriptor.width());
        classes();
        problems.check(
                descriptor.steps() >= 1 && descriptor.steps() <= MOST_STEPS,
                "steps",
                "1 to " + MOST_STEPS,
                descriptor.steps());
        guidance();
        problems.origin(descriptor.guard(), descriptor.licence());
        return problems.found();
    }

    private void inputs(boolean onnx, boolean torchScript) {
        List<NetworkSignature.Input> inputs = descriptor.inputs();
        if (inputs == null || inputs.isEmpty() || inputs.stream().anyMatch(Objects::isNull)) {
            problems.check(false, "inputs", "a list of inputs", inputs);
            return;
        }
        HashSet<String> kinds = new HashSet<>();
        for (int i = 0; i < inputs.size(); i++) {
            NetworkSignature.Input input = inputs.get(i);
            String field = "inputs[" + i + "]";
            boolean known = List.of(NetworkSignature.SAMPLE, NetworkSignature.TIMESTEP, NetworkSignature.CLASS)
                    .contains(String.valueOf(input.is()));
            problems.check(
                    known && kinds.add(input.is()), field + ".is", "sample, timestep or class, each once", input.is());
            if (onnx) {
                problems.text(field + ".name", "the name of the ONNX input", input.name());
                problems.check(
                        input.type() == null, field + ".type", "none beside ONNX, whose file says it", input.type());
            }
            if (torchScript && input.type() != null) {
                boolean number = List.of("int64", "int32", "float32").contains(input.type());
                boolean image = NetworkSignature.SAMPLE.equals(input.is());
                problems.check(
                        number && (!image || "float32".equals(input.type())),
                        field + ".type",
                        image ? "float32" : "int64, int32 or float32",
                        input.type());
            }
        }
        problems.check(
                kinds.contains(NetworkSignature.SAMPLE) && kinds.contains(NetworkSignature.TIMESTEP),
                "inputs",
                "a sample and a timestep among them",
                kinds);
    }

    private void classes() {
        boolean told = descriptor.inputs() != null
                && descriptor.inputs().stream()
                        .anyMatch(input -> input != null && NetworkSignature.CLASS.equals(input.is()));
        problems.classes(descriptor.classes(), told);
        Integer none = descriptor.unconditionalClass();
        problems.check(
                none == null || (told && none >= 0),
                "unconditional_class",
                told ? "a class of at least 0" : "none for a network that takes no class",
                none);
    }

    private void guidance() {
        Double scale = descriptor.guidanceScale();
        problems.check(
                scale == null || (scale >= 0 && scale <= MOST_GUIDANCE),
                "guidance_scale",
                "a number from 0 to " + MOST_GUIDANCE,
                scale);
        problems.check(
                scale == null || scale == 1 || descriptor.unconditionalClass() != null,
                "guidance_scale",
                "1 where there is no unconditional_class",
                scale);
    }
}
