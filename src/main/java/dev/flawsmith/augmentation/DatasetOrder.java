package dev.flawsmith.augmentation;

import dev.flawsmith.dataset.DatasetException;
import dev.flawsmith.dataset.LabelledFile;
import dev.flawsmith.dataset.PhotoReader;
import dev.flawsmith.dataset.export.ExportFormat;
import dev.flawsmith.dataset.export.ExportInfo;
import dev.flawsmith.image.DecodeLimits;
import dev.flawsmith.image.UnreadableImageException;
import dev.flawsmith.model.ImageShape;
import dev.flawsmith.synthesis.ModelDescription;
import dev.flawsmith.synthesis.SynthesisException;
import dev.flawsmith.synthesis.SynthesisRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A spec with what it names outside itself looked up: the real photos, and so the number of images of each class.
 *
 * @param reference null without one
 * @param include null without one
 * @param before real photos of each class of the set that is balanced; empty without one
 */
public record DatasetOrder(
        SpecDocument document,
        DatasetPlan plan,
        @Nullable RealSet reference,
        @Nullable RealSet include,
        Map<String, Long> before) {
    /** More than the neighbours that an evaluation looks at. */
    private static final int FEWEST_COMPARED = 6;

    /**
     * Looks everything up.
     *
     * @throws SpecException if a folder is not there or holds no photos, or a balance cannot be had
     */
    public static DatasetOrder of(SpecDocument document) {
        DatasetSpec spec = document.spec();
        List<SpecProblem> problems = new ArrayList<>();
        DatasetSpec.Balance balance = spec.balance();
        RealSet like = balance == null ? null : open(document, "balance.like", balance.like(), problems);
        RealSet include = spec.include() == null ? null : open(document, "include", spec.include(), problems);
        RealSet reference = spec.reference() == null ? null : open(document, "reference", spec.reference(), problems);
        Map<String, Long> counts = new LinkedHashMap<>(spec.classes() == null ? Map.of() : spec.classes());
        Map<String, Long> before = like == null ? Map.of() : like.counts();
        if (balance != null && like != null) {
            long largest =
                    before.values().stream().mapToLong(Long::longValue).max().orElse(0);
            long to = balance.to() == null ? largest : balance.to();
            if (to < largest) {
                problems.add(document.problem(
                        "balance.to",
                        "expected at least the " + largest + " photos of the largest class, found " + to));
            }
            before.forEach((name, count) -> counts.put(name, to - count));
            if (counts.values().stream().allMatch(count -> count == 0)) {
                problems.add(document.problem(
                        "balance",
                        "expected classes of different sizes, found " + largest + " photos of each: nothing to draw"));
            }
        }
        if (!problems.isEmpty()) {
            throw new SpecException(problems);
        }
        return new DatasetOrder(document, DatasetPlan.of(spec, counts), reference, include, before);
    }

    private static @Nullable RealSet open(
            SpecDocument document, String field, Path folder, List<SpecProblem> problems) {
        try {
            return RealSet.open(folder);
        } catch (DatasetException e) {
            problems.add(document.problem(field, String.valueOf(e.getMessage())));
            return null;
        }
    }

    DatasetSpec spec() {
        return document.spec();
    }

    /** The models' descriptions, in the spec's order. */
    List<ModelDescription> models(DatasetTools tools) {
        Map<String, ModelDescription> all = new LinkedHashMap<>();
        tools.synthesizer().models().forEach(model -> all.put(model.name(), model));
        return spec().models().keySet().stream()
                .map(name -> {
                    ModelDescription model = all.get(name);
                    if (model == null) {
                        throw new SpecException(List.of(document.problem(
                                spec().models().size() == 1 ? "model" : "models." + name,
                                "expected one of " + String.join(", ", all.keySet()) + ", found " + name)));
                    }
                    return model;
                })
                .toList();
    }

    /** The shape of every image. */
    ImageShape shape(DatasetTools tools) {
        return models(tools).get(0).shape();
    }

    /** Whether every image has a mask. */
    boolean masked(DatasetTools tools) {
        return include == null && spec().models().keySet().stream().allMatch(tools.masks()::containsKey);
    }

    /** Real photos that are included. */
    public long included() {
        return include == null ? 0 : include.train().size();
    }

    /** Names the included photos and their sizes. */
    String includedDigest() throws IOException {
        StringBuilder all = new StringBuilder();
        if (include != null) {
            for (LabelledFile file : include.train()) {
                all.append(file.name())
                        .append(' ')
                        .append(Files.size(file.path()))
                        .append('\n');
            }
        }
        return Hashes.sha256(all.toString().getBytes(StandardCharsets.UTF_8));
    }

    List<IncludedPhoto> photos(ImageShape shape) {
        if (include == null) {
            return List.of();
        }
        PhotoReader reader = new PhotoReader(shape.width(), shape.channels(), DecodeLimits.DEFAULT);
        return include.train().stream()
                .map(file -> new IncludedPhoto(file, reader))
                .toList();
    }

    /** The attributes of the reference's photos, at the size of the images. */
    AttributeSamples measured(ImageShape shape) {
        AttributeSamples samples = new AttributeSamples();
        if (reference != null) {
            PhotoReader reader = new PhotoReader(shape.width(), shape.channels(), DecodeLimits.DEFAULT);
            reference.train().forEach(file -> {
                try {
                    samples.add(
                            file.className(),
                            ImageMeasures.of(reader.read(file, 0).image(), null));
                } catch (UnreadableImageException e) {
                    throw new SpecException(List.of(document.problem(
                            "reference",
                            "expected photos that can be read, found " + file.name() + ": " + e.reason())));
                }
            });
        }
        return samples;
    }

    /** Each class's share of what there will be: synthetic images, and the real photos that they join. */
    Map<String, Double> shares() {
        Map<String, Long> real = include != null ? include.counts() : before;
        Map<String, Long> all = new TreeMap<>(plan.counts());
        real.forEach((name, count) -> all.merge(name, count, Long::sum));
        double sum = DatasetTally.sum(all);
        Map<String, Double> shares = new TreeMap<>();
        all.forEach((name, count) -> shares.put(name, count / sum));
        return shares;
    }

    /**
     * Compares with the models.
     *
     * @throws SpecException with everything that they cannot do
     */
    void check(DatasetTools tools) {
        List<SpecProblem> problems = new ArrayList<>();
        List<ModelDescription> models = models(tools);
        for (ModelDescription model : models) {
            if (!model.shape().equals(models.get(0).shape())) {
                problems.add(document.problem(
                        "models." + model.name(),
                        "expected images of " + models.get(0).shape() + " as "
                                + models.get(0).name() + " draws, found " + model.shape()));
            }
            classes(model, problems);
            draft(tools, model, problems);
        }
        named(problems);
        comparable(problems);
        boolean masked = masked(tools);
        for (ExportFormat format : spec().formats()) {
            if (format.needsMasks() && !masked) {
                problems.add(document.problem(
                        "formats",
                        "expected images whose defects are known for " + format.wireName() + ", found "
                                + (include == null
                                        ? "models without masks; procedural has them"
                                        : "real photos without masks")));
            }
        }
        DatasetChecks.shares(spec().checks(), shares()).stream()
                .filter(result -> !result.passed())
                .forEach(result -> problems.add(document.problem(
                        result.check(),
                        "expected " + result.expected() + ", found that the counts give " + result.found())));
        DatasetSpec.Alike alike = spec().checks().balance();
        if (alike != null && alike.attributes().contains(Attribute.DEFECT_AREA)) {
            problems.add(document.problem(
                    "checks.balance.attributes",
                    "expected attributes that real photos have, found defect_area: no mask tells it of them"));
        }
        if (!problems.isEmpty()) {
            throw new SpecException(problems);
        }
    }

    /** Class names that every format can write, and no name that stands for nothing. */
    private void named(List<SpecProblem> problems) {
        try {
            ExportInfo unused = new ExportInfo(
                    spec().name(),
                    spec().description(),
                    spec().licence(),
                    List.copyOf(new TreeSet<>(shares().keySet())));
        } catch (IllegalArgumentException e) {
            problems.add(document.problem(
                    spec().classes() == null ? "balance.like" : "classes", String.valueOf(e.getMessage())));
        }
        String known = String.join(", ", plan.counts().keySet());
        spec().prompts().keySet().stream()
                .filter(name -> !plan.counts().containsKey(name))
                .forEach(name -> problems.add(
                        document.problem("prompts." + name, "expected one of " + known + ", found " + name)));
        if (spec().checks().classShares() != null) {
            spec().checks().classShares().keySet().stream()
                    .filter(name -> !shares().containsKey(name))
                    .forEach(name -> problems.add(document.problem(
                            "checks.class_shares." + name, "expected one of " + known + ", found " + name)));
        }
        if (include != null) {
            include.counts().forEach((name, count) -> {
                if (count > 0 && !plan.counts().containsKey(name)) {
                    problems.add(document.problem(
                            "include", "expected photos of the classes " + known + ", found some of " + name));
                }
            });
        }
    }

    /** Enough on both sides of every comparison. */
    private void comparable(List<SpecProblem> problems) {
        RealSet real = reference;
        if (real == null) {
            return;
        }
        if (spec().checks().frechetDistance() != null
                && Math.min(real.apart().size(), plan.images()) < FEWEST_COMPARED) {
            problems.add(document.problem(
                    "checks.frechet_distance",
                    "expected at least " + FEWEST_COMPARED + " images on each side, found "
                            + real.apart().size() + (real.split() ? " holdout" : "") + " photos in " + real.folder()
                            + " and " + plan.images() + " to draw"));
        }
        boolean balance = spec().checks().balance() != null;
        plan.counts().forEach((name, count) -> {
            if (count > 0 && real.counts().getOrDefault(name, 0L) == 0 && (balance || spec().quality() != null)) {
                problems.add(document.problem(
                        balance ? "checks.balance" : "quality",
                        "expected photos of every class in " + real.folder() + ", found none of " + name));
            }
        });
    }

    private void classes(ModelDescription model, List<SpecProblem> problems) {
        plan.counts().forEach((name, count) -> {
            boolean prompted = spec().prompts().containsKey(name);
            if (count > 0 && !prompted && !model.classes().contains(name)) {
                problems.add(document.problem(
                        spec().balance() == null ? "classes." + name : "balance.like",
                        "expected classes of " + model.name() + " (" + String.join(", ", model.classes()) + "), found "
                                + name));
            }
            if (count > 0 && prompted && !model.takesPrompt()) {
                problems.add(document.problem(
                        "prompts." + name, "expected a model that takes prompts, found " + model.name()));
            }
        });
    }

    /** What the model itself says of sampler, steps and guidance. */
    private void draft(DatasetTools tools, ModelDescription model, List<SpecProblem> problems) {
        plan.runs().stream()
                .filter(run -> run.model().equals(model.name()))
                .filter(run -> run.prompt() != null || model.classes().contains(run.className()))
                .findFirst()
                .ifPresent(run -> {
                    try {
                        SynthesisRequest unused =
                                tools.synthesizer().check(DatasetGeneration.draft(spec(), run, spec().seed(), 1));
                    } catch (SynthesisException e) {
                        problems.add(document.problem("sampler", String.valueOf(e.getMessage())));
                    }
                });
    }
}
