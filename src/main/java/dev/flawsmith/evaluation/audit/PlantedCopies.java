package dev.flawsmith.evaluation.audit;

import dev.flawsmith.memorization.NeighbourTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Copies of photos, and what each would do to the scores if it were among the generated images. */
final class PlantedCopies {
    /** A unit that a copy comes near to, and its score then. */
    private record Effect(int unit, double score) {}

    private final int[] unit;
    private final int[] vote;
    private final List<List<Effect>> effects;

    private PlantedCopies(int[] unit, int[] vote, List<List<Effect>> effects) {
        this.unit = unit;
        this.vote = vote;
        this.effects = effects;
    }

    static PlantedCopies plant(
            List<PhotoDistances> descriptors,
            Units units,
            PhotoScores scores,
            int[] photos,
            CopyTransform transform,
            long seed) {
        int[] vote = new int[photos.length];
        Arrays.fill(vote, -1);
        List<List<Effect>> effects = new ArrayList<>();
        IntStream.range(0, photos.length).forEach(c -> effects.add(new ArrayList<>()));
        for (int d = 0; d < descriptors.size(); d++) {
            int k = Math.min(PhotoDistances.COPY_NEIGHBOURS, descriptors.get(d).photos());
            NeighbourTable near = descriptors.get(d).photosOfCopies(photos, transform, seed, k);
            for (int c = 0; c < photos.length; c++) {
                for (int i = 0; i < k; i++) {
                    int photo = near.index(c, i);
                    int of = units.unitOf(photo);
                    if (of >= 0) {
                        vote[c] = vote[c] < 0 ? of : vote[c];
                        effects.get(c).add(new Effect(of, scores.ratio(d, photo, near.distance(c, i))));
                    }
                }
            }
        }
        int[] unit = IntStream.of(photos).map(units::unitOf).toArray();
        return new PlantedCopies(unit, vote, effects);
    }

    int count() {
        return unit.length;
    }

    /** The evidence with these copies added. */
    Evidence with(Evidence evidence, int[] copies) {
        double[] scores = evidence.scores().clone();
        int[] votes = evidence.votes().clone();
        for (int c : copies) {
            for (Effect effect : effects.get(c)) {
                scores[effect.unit()] = Math.min(scores[effect.unit()], effect.score());
            }
            if (vote[c] >= 0) {
                votes[vote[c]]++;
            }
        }
        return new Evidence(scores, votes, evidence.stratum(), evidence.spacing());
    }

    /** Whether one of these copies' photos is among the units. */
    boolean names(List<Integer> units, int[] copies) {
        Set<Integer> copied = IntStream.of(copies).mapToObj(c -> unit[c]).collect(Collectors.toSet());
        return units.stream().anyMatch(copied::contains);
    }
}
