package dev.flawsmith.evaluation;

import dev.flawsmith.evaluation.fidelity.FrechetBootstrap;
import dev.flawsmith.evaluation.fidelity.FrechetDistance;
import dev.flawsmith.evaluation.fidelity.FrechetExtrapolation;
import dev.flawsmith.math.FeatureRows;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The Fréchet distance and what is needed to read it.
 *
 * @param value the distance
 * @param ci95 lower and upper end of its 95 % interval at these sizes; null if none was asked for
 * @param extrapolated to an endless number of images; null with fewer than {@value FrechetExtrapolation#FEWEST} images
 * @param method how it was computed
 * @param rank of the covariances' product; below the dimension, the distance says nothing of the other directions
 * @param bootstrap how the interval was found
 * @param extrapolation how it was extrapolated
 */
public record FrechetFigure(
        double value,
        @Nullable List<Double> ci95,
        @Nullable Double extrapolated,
        String method,
        int rank,
        @Nullable FrechetBootstrap bootstrap,
        @Nullable FrechetExtrapolation extrapolation) {
    private static final int DRAWS = 2;
    private static final int MANY_ROWS = 5000;

    static FrechetFigure of(FeatureRows reference, FeatureRows synthetic, EvaluationSettings settings) {
        FrechetDistance distance = FrechetDistance.between(reference, synthetic);
        int repeats = settings.bootstrap() == null
                ? FrechetBootstrap.affordable(reference.rows(), synthetic.rows(), reference.columns())
                : settings.bootstrap();
        FrechetBootstrap bootstrap = repeats == 0
                ? null
                : FrechetBootstrap.of(reference, synthetic, distance.value(), repeats, settings.seed());
        int fewest = Math.min(reference.rows(), synthetic.rows());
        int draws = Math.max(reference.rows(), synthetic.rows()) > MANY_ROWS ? 1 : DRAWS;
        FrechetExtrapolation extrapolation = fewest < FrechetExtrapolation.FEWEST
                ? null
                : FrechetExtrapolation.of(reference, synthetic, draws, settings.seed());
        return new FrechetFigure(
                distance.value(),
                bootstrap == null ? null : List.of(bootstrap.low(), bootstrap.high()),
                extrapolation == null ? null : extrapolation.value(),
                distance.method().name().toLowerCase(Locale.ROOT),
                distance.rank(),
                bootstrap,
                extrapolation);
    }
}
