package dev.flawsmith.augmentation;

import dev.flawsmith.dataset.export.ExportFormat;
import dev.flawsmith.dataset.export.ExportInfo;
import dev.flawsmith.synthesis.ModelDescription;
import dev.flawsmith.synthesis.SynthesisException;
import dev.flawsmith.synthesis.SynthesisRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Whether models, photos and formats can give what an order asks for. */
final class OrderCheck {
    /** More than the neighbours that an evaluation looks at. */
    private static final int FEWEST_COMPARED = 6;

    private final DatasetOrder order;
    private final DatasetSpec spec;
    private final DatasetTools tools;
    private final List<SpecProblem> problems = new ArrayList<>();

    OrderCheck(DatasetOrder order, DatasetTools tools) {
        this.order = order;
        this.spec = order.spec();
        this.tools = tools;
    }

    /**
     * Finds out before any work is done.
     *
     * @throws SpecException with everything that cannot be had
     */
    void require() {
        List<ModelDescription> models = order.models(tools);
        for (ModelDescription model : models) {
            if (!model.shape().equals(models.get(0).shape())) {
                problems.add(order.document()
                        .problem(
                                "models." + model.name(),
                                "expected images of " + models.get(0).shape() + " as "
                                        + models.get(0).name() + " draws, found " + model.shape()));
            }
            classes(model);
            draft(model);
        }
        problems.addAll(OntoCheck.of(order, tools));
        named();
        comparable();
        boolean masked = order.masked(tools);
        for (ExportFormat format : spec.formats()) {
            if (format.needsMasks() && !masked) {
                problems.add(order.document()
                        .problem(
                                "formats",
                                "expected images whose defects are known for " + format.wireName() + ", found "
                                        + (order.include() == null
                                                ? "models without masks; procedural has them"
                                                : "real photos without masks")));
            }
        }
        DatasetChecks.shares(spec.checks(), order.shares()).stream()
                .filter(result -> !result.passed())
                .forEach(result -> problems.add(order.document()
                        .problem(
                                result.check(),
                                "expected " + result.expected() + ", found that the counts give " + result.found())));
        DatasetSpec.Alike alike = spec.checks().balance();
        if (alike != null && alike.attributes().contains(Attribute.DEFECT_AREA)) {
            problems.add(order.document()
                    .problem(
                            "checks.balance.attributes",
                            "expected attributes that real photos have, found defect_area: no mask tells it of them"));
        }
        if (!problems.isEmpty()) {
            throw new SpecException(problems);
        }
    }

    /** Class names that every format can write, and no name that stands for nothing. */
    private void named() {
        try {
            ExportInfo unused = new ExportInfo(
                    spec.name(),
                    spec.description(),
                    spec.licence(),
                    List.copyOf(new TreeSet<>(order.shares().keySet())));
        } catch (IllegalArgumentException e) {
            problems.add(order.document()
                    .problem(spec.classes() == null ? "balance.like" : "classes", String.valueOf(e.getMessage())));
        }
        String known = String.join(", ", order.plan().counts().keySet());
        spec.prompts().keySet().stream()
                .filter(name -> !order.plan().counts().containsKey(name))
                .forEach(name -> problems.add(
                        order.document().problem("prompts." + name, "expected one of " + known + ", found " + name)));
        if (spec.checks().classShares() != null) {
            spec.checks().classShares().keySet().stream()
                    .filter(name -> !order.shares().containsKey(name))
                    .forEach(name -> problems.add(order.document()
                            .problem("checks.class_shares." + name, "expected one of " + known + ", found " + name)));
        }
        RealSet include = order.include();
        if (include != null) {
            include.counts().forEach((name, count) -> {
                if (count > 0 && !order.plan().counts().containsKey(name)) {
                    problems.add(order.document()
                            .problem("include", "expected photos of the classes " + known + ", found some of " + name));
                }
            });
        }
    }

    /** Enough on both sides of every comparison. */
    private void comparable() {
        RealSet real = order.reference();
        if (real == null) {
            return;
        }
        if (spec.checks().frechetDistance() != null
                && Math.min(real.apart().size(), order.plan().images()) < FEWEST_COMPARED) {
            problems.add(order.document()
                    .problem(
                            "checks.frechet_distance",
                            "expected at least " + FEWEST_COMPARED + " images on each side, found "
                                    + real.apart().size() + (real.split() ? " holdout" : "") + " photos in "
                                    + real.folder()
                                    + " and " + order.plan().images() + " to draw"));
        }
        long learnable =
                real.counts().values().stream().filter(count -> count > 0).count();
        if (spec.quality() != null && learnable < 2) {
            problems.add(order.document()
                    .problem(
                            "quality",
                            "expected photos of at least two classes for a classifier to tell apart in " + real.folder()
                                    + ", found " + learnable));
        }
        boolean balance = spec.checks().balance() != null;
        order.plan().counts().forEach((name, count) -> {
            if (count > 0 && real.counts().getOrDefault(name, 0L) == 0 && (balance || spec.quality() != null)) {
                problems.add(order.document()
                        .problem(
                                balance ? "checks.balance" : "quality",
                                "expected photos of every class in " + real.folder() + ", found none of " + name));
            }
        });
    }

    private void classes(ModelDescription model) {
        order.plan().counts().forEach((name, count) -> {
            boolean prompted = spec.prompts().containsKey(name);
            if (count > 0 && !prompted && !model.classes().contains(name)) {
                problems.add(order.document()
                        .problem(
                                spec.balance() == null ? "classes." + name : "balance.like",
                                "expected classes of " + model.name() + " (" + String.join(", ", model.classes())
                                        + "), found " + name));
            }
            if (count > 0 && prompted && !model.takesPrompt()) {
                problems.add(order.document()
                        .problem("prompts." + name, "expected a model that takes prompts, found " + model.name()));
            }
        });
    }

    /** What the model itself says of sampler, steps and guidance. */
    private void draft(ModelDescription model) {
        order.plan().runs().stream()
                .filter(run -> run.model().equals(model.name()))
                .filter(run -> run.prompt() != null || model.classes().contains(run.className()))
                .collect(Collectors.toMap(
                        run -> Objects.requireNonNullElse(run.prompt(), ""),
                        run -> run,
                        (first, later) -> first,
                        TreeMap::new))
                .values()
                .forEach(run -> {
                    try {
                        SynthesisRequest unused =
                                tools.synthesizer().check(CandidateDrawer.draft(spec, run, spec.seed(), 1));
                    } catch (SynthesisException e) {
                        String message = String.valueOf(e.getMessage());
                        String field = message.startsWith("prompt:") ? "prompts." + run.className() : "sampler";
                        problems.add(order.document().problem(field, message));
                    }
                });
    }
}
