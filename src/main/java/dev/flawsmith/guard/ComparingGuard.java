package dev.flawsmith.guard;

import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.PixelMask;
import dev.flawsmith.memorization.IndexEntry;
import dev.flawsmith.memorization.TrainingIndex;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Compares by every index. */
final class ComparingGuard extends Guard {
    private static final String UNCHECKED = "; guard off paints it unchecked";

    private final List<TrainingIndex> indexes;
    private final RecentParts parts = new RecentParts();

    ComparingGuard(List<TrainingIndex> indexes) {
        this.indexes = List.copyOf(indexes);
        if (indexes.isEmpty()) {
            throw new IllegalArgumentException("expected at least one index, found none");
        }
        for (TrainingIndex index : indexes) {
            if (!index.train().equals(indexes.get(0).train())) {
                throw new IllegalArgumentException("expected indexes of the same training photos, found others by "
                        + index.descriptorId() + " than by " + indexes.get(0).descriptorId());
            }
        }
    }

    @Override
    public Verdict inspect(PixelImage image) {
        List<Comparison> comparisons = indexes.stream()
                .map(index -> Comparison.of(index.score(image), index.calibration(), index))
                .toList();
        return Collections.min(comparisons, Comparison.CLOSEST).verdict(indexes.size());
    }

    @Override
    public Optional<String> holdoutPhoto(PixelImage image) {
        return indexes.stream()
                .flatMap(index -> index.holdoutPhoto(image).stream())
                .map(IndexEntry::file)
                .findFirst();
    }

    @Override
    public Guard ofPart(PixelMask part) {
        requirePart(part);
        TrainingIndex index = partIndex();
        return new PartGuard(index, parts.of(part, index::part));
    }

    @Override
    public void requirePart(PixelMask part) {
        TrainingIndex unused = partIndex();
        JudgeablePart.shortfall(part).ifPresent(lacking -> {
            throw new IllegalArgumentException(lacking + UNCHECKED);
        });
    }

    /** That by which parts of pictures can be compared. */
    private TrainingIndex partIndex() {
        return indexes.stream()
                .filter(TrainingIndex::comparesParts)
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("expected an index that can compare parts of pictures, found "
                                + indexes.stream()
                                        .map(TrainingIndex::descriptorId)
                                        .toList()));
    }

    @Override
    public String describe() {
        return "compared with " + indexes.get(0).train().size() + " training photos over 8 flips and rotations, "
                + indexes.stream()
                        .map(index -> "by " + index.descriptorId() + ": "
                                + index.calibration().describe())
                        .collect(Collectors.joining("; "));
    }
}
