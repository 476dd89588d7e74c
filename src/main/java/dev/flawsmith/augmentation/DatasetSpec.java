package dev.flawsmith.augmentation;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.flawsmith.dataset.DuplicateGroups;
import dev.flawsmith.dataset.export.ExportFormat;
import dev.flawsmith.guard.GuardPolicy;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.synthesis.CanvasDraft;
import dev.flawsmith.synthesis.Region;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What dataset is wanted; {@link SpecReader} reads one. The meaning of every field stands in {@code dataset-spec.schema.json}.
 *
 * @param models model to share, in the spec's order
 * @param classes class to number of synthetic images, in the spec's order; null where {@code balance} says
 * @param balance null where {@code classes} says
 * @param prompts class to sentences; a class that is not in it is drawn from its name
 * @param nearDuplicates correlation above which an image is a near-duplicate; 1 allows all
 * @param onto null where images are drawn from noise alone
 * @param splits split to share of the synthetic images
 */
public record DatasetSpec(
        String name,
        String description,
        String licence,
        Map<String, Double> models,
        @Nullable Integer size,
        @Nullable Map<String, Long> classes,
        @Nullable Balance balance,
        Map<String, List<Prompt>> prompts,
        long seed,
        Sampler sampler,
        GuardPolicy guard,
        double nearDuplicates,
        @Nullable Path reference,
        @Nullable Quality quality,
        @Nullable Path include,
        @Nullable Onto onto,
        Map<String, Double> splits,
        List<ExportFormat> formats,
        int candidates,
        Checks checks) {
    /** The correlation of near-duplicates where a spec names none. */
    public static final double DEFAULT_NEAR_DUPLICATES = DuplicateGroups.DEFAULT_CORRELATION;
    /** The most candidates for one image where a spec names none. */
    public static final int DEFAULT_CANDIDATES = 20;

    public DatasetSpec {
        models = Collections.unmodifiableMap(new LinkedHashMap<>(models));
        classes = classes == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(classes));
        prompts = Collections.unmodifiableMap(new LinkedHashMap<>(prompts));
        splits = Collections.unmodifiableMap(new LinkedHashMap<>(splits));
        formats = List.copyOf(formats);
    }

    DatasetSpec withModels(Map<String, Double> others) {
        return new DatasetSpec(
                name,
                description,
                licence,
                others,
                size,
                classes,
                balance,
                prompts,
                seed,
                sampler,
                guard,
                nearDuplicates,
                reference,
                quality,
                include,
                onto,
                splits,
                formats,
                candidates,
                checks);
    }

    DatasetSpec withFolders(UnaryOperator<Path> folders) {
        return new DatasetSpec(
                name,
                description,
                licence,
                models,
                size,
                classes,
                balance == null ? null : new Balance(folders.apply(balance.like()), balance.to()),
                prompts,
                seed,
                sampler,
                guard,
                nearDuplicates,
                reference == null ? null : folders.apply(reference),
                quality,
                include == null ? null : folders.apply(include),
                onto == null ? null : onto.in(folders.apply(onto.folder())),
                splits,
                formats,
                candidates,
                checks);
    }

    /**
     * Fill a real dataset's classes up.
     *
     * @param like the real dataset
     * @param to images of each class afterwards; null is as many as the largest class has
     */
    public record Balance(Path like, @Nullable Long to) {}

    /**
     * Paint each image into a defect-free photo; null is what {@code generate} does by default.
     *
     * @param folder of the photos
     * @param strength share of the steps that are done
     * @param passes how often steps are done
     * @param seam pixels
     */
    public record Onto(
            Path folder,
            Region region,
            @Nullable Double strength,
            @Nullable Long passes,
            @Nullable Long seam) {
        Onto in(Path other) {
            return new Onto(other, region, strength, passes, seam);
        }

        /** On a photo. */
        CanvasDraft canvas(PixelImage photo) {
            return new CanvasDraft(photo, null, region, strength, passes, seam);
        }
    }

    /** A sentence and its share of a class, in any unit. */
    public record Prompt(String text, double share) {}

    /** How models sample; null is the model's default. */
    public record Sampler(
            @Nullable String name,
            @Nullable Long steps,
            @JsonProperty("guidance_scale") @Nullable Double guidanceScale,
            @JsonProperty("guidance_interval") @Nullable List<Double> guidanceInterval,
            @JsonProperty("guidance_rescale") @Nullable Double guidanceRescale) {
        static final Sampler DEFAULT = new Sampler(null, null, null, null, null);
    }

    /**
     * A classifier of the reference photos must agree.
     *
     * @param atLeast probability of the class
     * @param steps training steps; null is the classifier's standard
     */
    public record Quality(
            @JsonProperty("at_least") double atLeast,
            @Nullable Integer steps) {}

    /**
     * What must hold; null is not checked.
     *
     * @param classShares class to lowest and highest share; empty is equal shares
     * @param copies largest share of images too close to a training photo
     */
    public record Checks(
            @Nullable Map<String, Range> classShares,
            @Nullable Limits brightness,
            @Nullable Limits contrast,
            @Nullable Double copies,
            @Nullable Frechet frechetDistance,
            @Nullable Alike balance) {
        static final Checks NONE = new Checks(null, null, null, null, null, null);
    }

    /** Both ends belong to it. */
    public record Range(double low, double high) {
        boolean has(double value) {
            return value >= low && value <= high;
        }
    }

    /**
     * Limits of what is measured on each image.
     *
     * @param outside largest share of images that may lie outside
     */
    public record Limits(Range range, double outside) {}

    /** A largest Fréchet distance by an encoder; null is the default one. */
    public record Frechet(
            @JsonProperty("at_most") double atMost,
            @Nullable String encoder) {}

    /** A largest Kolmogorov-Smirnov distance of attributes between synthetic and real images. */
    public record Alike(double atMost, List<Attribute> attributes) {
        public Alike {
            attributes = List.copyOf(attributes);
        }
    }
}
