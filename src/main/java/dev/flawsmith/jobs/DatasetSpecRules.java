package dev.flawsmith.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flawsmith.augmentation.DatasetSpec;
import dev.flawsmith.augmentation.SpecDocument;
import dev.flawsmith.augmentation.SpecException;
import dev.flawsmith.augmentation.SpecProblem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;

/** What a spec from outside may not do that one on the command line may: name anything by its path. */
final class DatasetSpecRules {
    /** A class is a folder's name. */
    private static final int LONGEST_CLASS = 100;

    private static final int MOST_SHOWN = 60;
    private static final String ENCODER = "checks.frechet_distance.encoder";

    private final PhotoShelf photos;
    private final Set<String> models;
    private final Set<String> encoders;
    private final long maxImages;

    DatasetSpecRules(PhotoShelf photos, Set<String> models, Set<String> encoders, long maxImages) {
        this.photos = photos;
        this.models = models;
        this.encoders = encoders;
        this.maxImages = maxImages;
    }

    /**
     * The same spec with its folders found on the shelf.
     *
     * @throws SpecException with everything that it may not do
     */
    SpecDocument apply(SpecDocument document) {
        DatasetSpec spec = document.spec();
        List<SpecProblem> problems = new ArrayList<>();
        String field = spec.models().size() == 1 ? "model" : "models";
        spec.models().keySet().forEach(name -> known(field, name, models, problems));
        folders(spec, (folder, name) -> {
            try {
                photos.find(name);
            } catch (IllegalArgumentException e) {
                problems.add(new SpecProblem(0, folder, String.valueOf(e.getMessage())));
            }
        });
        DatasetSpec.Frechet distance = spec.checks().frechetDistance();
        if (distance != null && distance.encoder() != null) {
            known(ENCODER, distance.encoder(), encoders, problems);
        }
        if (spec.classes() != null) {
            spec.classes().keySet().stream()
                    .filter(name -> name.getBytes(StandardCharsets.UTF_8).length > LONGEST_CLASS)
                    .forEach(name -> problems.add(new SpecProblem(
                            0,
                            "classes",
                            "expected names of at most " + LONGEST_CLASS + " bytes, found one of " + name.length()
                                    + " characters")));
            count(
                    "classes",
                    spec.classes().values().stream()
                            .mapToDouble(Long::doubleValue)
                            .sum(),
                    problems);
        }
        if (!problems.isEmpty()) {
            throw new SpecException(problems);
        }
        return document.located(photos::find);
    }

    /** What is wrong with the names of models and encoders in a spec that is wrong in form; of {@link #apply} a part. */
    List<SpecProblem> names(JsonNode tree) {
        List<SpecProblem> problems = new ArrayList<>();
        if (tree.path("model").isTextual()) {
            known("model", tree.path("model").textValue(), models, problems);
        }
        tree.path("models").fieldNames().forEachRemaining(name -> known("models", name, models, problems));
        JsonNode encoder = tree.at("/" + ENCODER.replace('.', '/'));
        if (encoder.isTextual()) {
            known(ENCODER, encoder.textValue(), encoders, problems);
        }
        return problems;
    }

    private static void known(String field, String name, Set<String> names, List<SpecProblem> problems) {
        if (!names.contains(name)) {
            String shown = name.length() <= MOST_SHOWN ? name : name.substring(0, MOST_SHOWN) + "…";
            problems.add(new SpecProblem(
                    0, field, "expected one of " + String.join(", ", names) + ", found \"" + shown + "\""));
        }
    }

    /**
     * Whether an order is too large.
     *
     * @throws SpecException if it is
     */
    void requireBounded(double images) {
        List<SpecProblem> problems = new ArrayList<>();
        count("balance", images, problems);
        if (!problems.isEmpty()) {
            throw new SpecException(problems);
        }
    }

    private void count(String field, double images, List<SpecProblem> problems) {
        if (images > maxImages) {
            problems.add(new SpecProblem(
                    0,
                    field,
                    String.format(Locale.ROOT, "expected at most %,d images a job, found %,.0f", maxImages, images)));
        }
    }

    /** The folders that a spec names, each by its field; a reference that is another field's default only once. */
    private static void folders(DatasetSpec spec, BiConsumer<String, Path> action) {
        DatasetSpec.Balance balance = spec.balance();
        Path include = spec.include();
        Path reference = spec.reference();
        if (balance != null) {
            action.accept("balance.like", balance.like());
        }
        if (include != null) {
            action.accept("include", include);
        }
        DatasetSpec.Onto onto = spec.onto();
        if (onto != null) {
            action.accept("onto", onto.folder());
        }
        boolean named = reference != null
                && ((balance != null && reference.equals(balance.like())) || reference.equals(include));
        if (reference != null && !named) {
            action.accept("reference", reference);
        }
    }
}
