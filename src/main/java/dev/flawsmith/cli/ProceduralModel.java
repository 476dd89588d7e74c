package dev.flawsmith.cli;

import dev.flawsmith.dataset.procedural.ProceduralGenerator;
import dev.flawsmith.image.Sha256;
import dev.flawsmith.model.ImageShape;
import dev.flawsmith.synthesis.ModelDescription;
import dev.flawsmith.synthesis.RuleBasedModel;
import java.util.List;

/** The rule-based generator as a model. */
final class ProceduralModel {
    /** Pixels a side where nobody asks for another size. */
    static final int DEFAULT_SIZE = 128;

    static final int MIN_SIZE = 16;
    static final int MAX_SIZE = 2048;
    private static final String NOT_CHECKED = "the rule-based generator learns from no photo";

    private ProceduralModel() {}

    /** Square grey images of {@code size} pixels a side. */
    static RuleBasedModel open(int size, int maxImages) {
        ProceduralGenerator generator = new ProceduralGenerator();
        return new RuleBasedModel(
                describe(size),
                (className, seed) ->
                        generator.generate(className, seed, size, size).image(),
                NOT_CHECKED,
                maxImages);
    }

    /**
     * The size that a hash of {@link #describe} names.
     *
     * @throws InputException if it is the hash of none: of other rules than these
     */
    static int sizeOf(String sha256) {
        for (int size = MIN_SIZE; size <= MAX_SIZE; size++) {
            if (describe(size).sha256().equals(sha256)) {
                return size;
            }
        }
        throw new InputException(
                "model",
                "model: expected images of the rules " + ProceduralGenerator.VERSION
                        + ", found those of others: SHA-256 " + sha256);
    }

    /** Its hash names the rules and the size, for these and the recipe determine every pixel. */
    static ModelDescription describe(int size) {
        String identity = ProceduralGenerator.VERSION + " " + size + "x" + size;
        return new ModelDescription(
                ModelLibrary.PROCEDURAL,
                ProceduralGenerator.VERSION,
                "procedural",
                Sha256.hex(identity),
                new ImageShape(1, size, size),
                ProceduralGenerator.classes(),
                false,
                List.of(),
                null,
                0,
                1,
                "not checked: " + NOT_CHECKED,
                "java");
    }
}
