package dev.flawsmith.augmentation;

import dev.flawsmith.dataset.DatasetException;
import dev.flawsmith.dataset.LabelledFile;
import dev.flawsmith.dataset.PhotoReader;
import dev.flawsmith.image.DecodeLimits;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.Sha256;
import dev.flawsmith.image.UnreadableImageException;
import dev.flawsmith.model.ImageShape;
import dev.flawsmith.synthesis.ModelDescription;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A spec with what it names outside itself looked up: the real photos, and so the number of images of each class.
 *
 * @param reference null without one
 * @param include null without one
 * @param onto null where images are drawn from noise alone
 * @param before real photos of each class of the set that is balanced; empty without one
 */
public record DatasetOrder(
        SpecDocument document,
        DatasetPlan plan,
        @Nullable RealSet reference,
        @Nullable RealSet include,
        @Nullable GoodParts onto,
        Map<String, Long> before) {
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
        GoodParts onto =
                spec.onto() == null ? null : parts(document, spec.onto().folder(), problems);
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
        return new DatasetOrder(document, DatasetPlan.of(spec, counts), reference, include, onto, before);
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

    private static @Nullable GoodParts parts(SpecDocument document, Path folder, List<SpecProblem> problems) {
        try {
            return GoodParts.open(folder, document.spec().seed());
        } catch (DatasetException e) {
            problems.add(document.problem("onto", String.valueOf(e.getMessage())));
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

    /** The shape that each model draws. */
    Map<String, ImageShape> shapes(DatasetTools tools) {
        Map<String, ImageShape> shapes = new LinkedHashMap<>();
        models(tools).forEach(model -> shapes.put(model.name(), model.shape()));
        return shapes;
    }

    /** The shape of every image: the models', or, painted onto photos, theirs, in the more channels of both. */
    ImageShape shape(DatasetTools tools) {
        ImageShape drawn = models(tools).get(0).shape();
        if (onto == null) {
            return drawn;
        }
        PixelImage photo = onto.size();
        return new ImageShape(Math.max(drawn.channels(), photo.channels()), photo.height(), photo.width());
    }

    /** Whether every image has a mask. */
    boolean masked(DatasetTools tools) {
        return onto != null
                || (include == null && spec().models().keySet().stream().allMatch(tools.masks()::containsKey));
    }

    /** Real photos that are included. */
    public long included() {
        return include == null ? 0 : include.train().size();
    }

    /** Names photos and what is in them: all that a dataset includes, is compared with or learns classes from. */
    static String digest(@Nullable RealSet photos) throws IOException {
        StringBuilder all = new StringBuilder();
        if (photos != null) {
            for (LabelledFile file : photos.train()) {
                all.append(line("train", file));
            }
            for (LabelledFile file : photos.apart()) {
                all.append(line("apart", file));
            }
        }
        return Sha256.hex(all.toString());
    }

    private static String line(String side, LabelledFile file) throws IOException {
        return side + ' ' + file.name() + ' ' + Sha256.hex(file.path()) + '\n';
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
}
