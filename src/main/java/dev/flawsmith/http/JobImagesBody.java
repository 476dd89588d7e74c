package dev.flawsmith.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.flawsmith.jobs.DatasetImages;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some images of a finished dataset as JSON; {@code hasMore}: ask again with {@code after} = the last one's index. */
record JobImagesBody(
        @JsonPropertyDescription("list.") String object,
        @JsonPropertyDescription("All classes, by name.") List<ClassCount> classes,

        @JsonPropertyDescription("Images in the order of their numbers.")
        List<Image> data,

        @JsonPropertyDescription("Whether there are more after the last.")
        boolean hasMore) {
    /** How many images a class has. */
    record ClassCount(
            @JsonPropertyDescription("The class.") @JsonProperty("class")
            String className,

            @JsonPropertyDescription(
                    "Real training photos of the set that the dataset balances; null where it balances none.")
            @Nullable
            Long before,

            @JsonPropertyDescription("Images drawn.") long synthetic,

            @JsonPropertyDescription("Real photos included.")
            long real) {}

    /** One image. */
    record Image(
            @JsonPropertyDescription("Its number, from 0.") long index,

            @JsonPropertyDescription("What /v1/jobs/{id}/files/{path} takes.")
            String path,

            @JsonPropertyDescription("Its label.") @JsonProperty("class")
            String className,

            @JsonPropertyDescription("train, validation or test.")
            String split,

            @JsonPropertyDescription("synthetic or real.") String origin,

            @JsonPropertyDescription("What drew it; null for a real photo.") @Nullable
            String model,

            @JsonPropertyDescription("The sentence it was drawn from; null for the class's name.") @Nullable
            String prompt,

            @JsonPropertyDescription("Its seed; null for a real photo.") @Nullable
            Long seed,

            @JsonPropertyDescription("Which of the guard's attempts it is, from 0.")
            int attempt,

            @JsonPropertyDescription("clear, too_close or not_checked; null for a real photo.") @Nullable
            String verdict,

            @JsonPropertyDescription("To the nearest training photo; null where nothing was compared.") @Nullable
            Double distance,

            @JsonPropertyDescription("Conformal p of that; null where nothing was compared.") @Nullable
            Double p,

            @JsonPropertyDescription("Probability that the classifier gives its class; null without one.") @Nullable
            Double quality,

            @JsonPropertyDescription("SHA-256 of the file, in hex.")
            String sha256) {
        static Image of(DatasetImages.Image image) {
            return new Image(
                    image.index(),
                    image.path(),
                    image.className(),
                    image.split(),
                    image.origin(),
                    image.model(),
                    image.prompt(),
                    image.seed(),
                    image.attempt(),
                    image.verdict(),
                    image.distance(),
                    image.p(),
                    image.quality(),
                    image.sha256());
        }
    }

    static JobImagesBody of(DatasetImages.Page page) {
        return new JobImagesBody(
                "list",
                page.classes().stream()
                        .map(each -> new ClassCount(each.name(), each.before(), each.synthetic(), each.real()))
                        .toList(),
                page.images().stream().map(Image::of).toList(),
                page.more());
    }
}
