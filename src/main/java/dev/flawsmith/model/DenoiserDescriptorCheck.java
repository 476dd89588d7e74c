package dev.flawsmith.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Finds all that is wrong in a {@link DenoiserDescriptor}. */
final class DenoiserDescriptorCheck {
    private static final int LARGEST_SIDE = 4096;
    /** Of any request. */
    private static final int MOST_STEPS = 1000;

    private static final int MOST_GUIDANCE = 20;

    private final DenoiserDescriptor descriptor;
    private final List<String> problems = new ArrayList<>();

    DenoiserDescriptorCheck(DenoiserDescriptor descriptor) {
        this.descriptor = descriptor;
    }

    /** What is wrong, a sentence each, naming the field; empty when all is well. */
    List<String> problems() {
        String format = descriptor.format();
        boolean onnx = DenoiserDescriptor.ONNX.equals(format);
        boolean torchScript = DenoiserDescriptor.TORCHSCRIPT.equals(format);
        check(onnx || torchScript, "format", "onnx or torchscript", format);
        check(isFile(descriptor.file()), "file", "a file of this folder", descriptor.file());
        check(isFile(descriptor.scheduler()), "scheduler", "a file of this folder", descriptor.scheduler());
        inputs(onnx, torchScript);
        if (onnx) {
            check(isText(descriptor.output()), "output", "the name of the ONNX output", descriptor.output());
        } else {
            check(descriptor.output() == null, "output", "none beside TorchScript", descriptor.output());
        }
        check(descriptor.channels() == 1 || descriptor.channels() == 3, "channels", "1 or 3", descriptor.channels());
        check(isSide(descriptor.height()), "height", "1 to " + LARGEST_SIDE, descriptor.height());
        check(isSide(descriptor.width()), "width", "1 to " + LARGEST_SIDE, descriptor.width());
        classes();
        check(
                descriptor.steps() >= 1 && descriptor.steps() <= MOST_STEPS,
                "steps",
                "1 to " + MOST_STEPS,
                descriptor.steps());
        guidance();
        check(
                "off".equals(descriptor.guard()),
                "guard",
                "off, for no photo is known that images could be compared with",
                descriptor.guard());
        check(isText(descriptor.licence()), "licence", "the weights' licence", descriptor.licence());
        return problems;
    }

    private void inputs(boolean onnx, boolean torchScript) {
        List<NetworkSignature.Input> inputs = descriptor.inputs();
        if (inputs == null || inputs.isEmpty() || inputs.stream().anyMatch(Objects::isNull)) {
            check(false, "inputs", "a list of inputs", inputs);
            return;
        }
        HashSet<String> kinds = new HashSet<>();
        for (int i = 0; i < inputs.size(); i++) {
            NetworkSignature.Input input = inputs.get(i);
            String field = "inputs[" + i + "]";
            boolean known = List.of(NetworkSignature.SAMPLE, NetworkSignature.TIMESTEP, NetworkSignature.CLASS)
                    .contains(String.valueOf(input.is()));
            check(known && kinds.add(input.is()), field + ".is", "sample, timestep or class, each once", input.is());
            if (onnx) {
                check(isText(input.name()), field + ".name", "the name of the ONNX input", input.name());
                check(input.type() == null, field + ".type", "none beside ONNX, whose file says it", input.type());
            }
            if (torchScript && input.type() != null) {
                boolean number = List.of("int64", "int32", "float32").contains(input.type());
                boolean image = NetworkSignature.SAMPLE.equals(input.is());
                check(
                        number && (!image || "float32".equals(input.type())),
                        field + ".type",
                        image ? "float32" : "int64, int32 or float32",
                        input.type());
            }
        }
        check(
                kinds.contains(NetworkSignature.SAMPLE) && kinds.contains(NetworkSignature.TIMESTEP),
                "inputs",
                "a sample and a timestep among them",
                kinds);
    }

    private void classes() {
        List<String> classes = descriptor.classes();
        boolean named = classes != null
                && !classes.isEmpty()
                && classes.stream().allMatch(DenoiserDescriptorCheck::isText)
                && new HashSet<>(classes).size() == classes.size();
        check(named, "classes", "at least one name, each once", classes);
        boolean told = descriptor.inputs() != null
                && descriptor.inputs().stream()
                        .anyMatch(input -> input != null && NetworkSignature.CLASS.equals(input.is()));
        if (named && !told) {
            check(classes.size() == 1, "classes", "one name for a network that takes no class", classes);
        }
        Integer none = descriptor.unconditionalClass();
        check(
                none == null || (told && none >= 0),
                "unconditional_class",
                told ? "a class of at least 0" : "none for a network that takes no class",
                none);
    }

    private void guidance() {
        Double scale = descriptor.guidanceScale();
        check(
                scale == null || (scale >= 0 && scale <= MOST_GUIDANCE),
                "guidance_scale",
                "a number from 0 to " + MOST_GUIDANCE,
                scale);
        check(
                scale == null || scale == 1 || descriptor.unconditionalClass() != null,
                "guidance_scale",
                "1 where there is no unconditional_class",
                scale);
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
