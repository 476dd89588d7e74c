package dev.flawsmith.training.encoder;

import dev.flawsmith.model.EncoderConfig;
import dev.flawsmith.model.djl.DjlNetwork;
import dev.flawsmith.model.djl.EncoderNetwork;
import java.util.Locale;

/** The card that goes with an encoder that was trained here. */
public final class EncoderCard {
    private EncoderCard() {}

    /**
     * The card as Markdown.
     *
     * @param commit of the source that trained it
     * @param retrieval table of how it finds copies among scenes
     */
    public static String of(
            String name,
            EncoderConfig network,
            ContrastiveConfig config,
            EncoderTraining.Result result,
            String commit,
            String retrieval) {
        int weights = EncoderNetwork.tensors(network).stream()
                .mapToInt(DjlNetwork.TensorSpec::size)
                .sum();
        return String.format(
                Locale.ROOT,
                """
                # %s

                A small copy-detection encoder for grey surface images: %d×%d luma in, %d numbers of length 1 out, %,d weights.
                Disguised copies of an image come out near to it, different images far from one another, on surfaces it has
                never seen. It says nothing about how realistic an image is.

                ## Training

                Self-supervised, as SSCD (Pizzi et al., CVPR 2022): InfoNCE over two views of each image, temperature %.2f, plus
                %.1f times the KoLeo entropy term. Views are flips, quarter turns, crops, shifts, slight turns, pasted and blended
                parts, brightness, contrast and gamma, blur, noise and JPEG. Every batch holds neighbouring places of one surface
                as each other's negatives.

                | | |
                |---|---|
                | data | pictures drawn by rule while it learns (`SceneGenerator`): no photo of anybody's, ever |
                | licence | Apache-2.0 |
                | images seen | %,d, each in two views |
                | steps | %,d of %d images |
                | training time | %.0f seconds |
                | seed | %d |
                | commit | %s |

                ## Copies among scenes it has not seen

                Each scene is disguised and looked for among all of them, which lie in pairs of neighbours on one surface. *Found*: its
                nearest scene is the original. *Below the threshold*: and it lies nearer than the 1 %% quantile of the distances of
                different scenes to their nearest other one. Beside it the pixel descriptor. No flips or turns are searched.

                %s
                """,
                name,
                network.imageSize(),
                network.imageSize(),
                network.dimension(),
                weights,
                config.temperature(),
                config.entropyWeight(),
                result.images(),
                result.step(),
                config.pairs(),
                result.seconds(),
                config.seed(),
                commit,
                retrieval.strip());
    }
}
