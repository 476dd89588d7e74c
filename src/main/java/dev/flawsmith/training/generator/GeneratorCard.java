package dev.flawsmith.training.generator;

import dev.flawsmith.model.ModelManifest;
import dev.flawsmith.training.CardFacts;
import java.util.Locale;

/** The model card that goes with a trained generator: what it is, what it learnt from, what it must not be taken for. */
public final class GeneratorCard {
    private GeneratorCard() {}

    /**
     * What a method says of itself.
     *
     * @param title what the generator is, up to its images: {@code A class-conditional GAN's generator}
     * @param learnt how it was learnt, a sentence
     * @param seen what was seen beside photos: {@code , and as many drawn images twice}, or nothing
     * @param steps of what and at which rates
     * @param limits what its kind is known to fall short in, a sentence
     */
    public record Words(String title, String learnt, String seen, String steps, String limits) {}

    /**
     * The card as Markdown.
     *
     * @param guard one sentence on how its images are checked
     */
    public static String of(ModelManifest manifest, Words words, String guard) {
        return String.format(
                Locale.ROOT,
                """
                # %s

                %s, one evaluation an image, of %s.
                %s The weights are an average over the last steps.

                ![Samples, one row a class](samples.png)

                ## Training data

                %s

                ![Training losses](loss.png)

                ## Copies

                %s
                Synthetic does not mean private: audit what leaves the house.

                ## Limits

                It knows the looks of its training photos only: other lines, cameras and lighting need photos of their own. %s
                Images are stand-ins for scarce real ones; judge a detector on real photos.
                """,
                manifest.name(),
                words.title(),
                CardFacts.images(manifest),
                words.learnt(),
                CardFacts.table(
                        manifest, "photos seen | " + CardFacts.timesSeen(manifest) + words.seen(), words.steps()),
                guard,
                words.limits());
    }
}
