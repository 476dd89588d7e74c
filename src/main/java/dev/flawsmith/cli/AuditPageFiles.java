package dev.flawsmith.cli;

import dev.flawsmith.evaluation.audit.AuditResult;
import dev.flawsmith.evaluation.report.AuditPage;
import dev.flawsmith.evaluation.report.AuditPictures;
import dev.flawsmith.evaluation.report.Report;
import dev.flawsmith.image.PixelImage;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** An audit's result as a page, with the pixels that it compared. */
final class AuditPageFiles {
    private AuditPageFiles() {}

    /**
     * The page. Where {@code neighbours} does not ask for real photos, none is shown, nor a generated image that may be one:
     * what a list names, what is flagged, and what lies nearer to a photo of either side than photos do to one another.
     */
    static Report page(
            AuditResult result,
            AuditSets sets,
            AuditSets.Order order,
            boolean neighbours,
            UnaryOperator<String> names) {
        Map<String, String> inputs = new LinkedHashMap<>();
        inputs.put("train", names.apply(String.valueOf(order.train())));
        inputs.put("holdout", names.apply(String.valueOf(order.holdout())));
        inputs.put("synthetic", names.apply(String.valueOf(order.synthetic())));
        if (!sets.arrays()) {
            inputs.put("train's pixels, sha256", AuditPixels.hash(side(sets, true)));
            inputs.put("holdout's pixels, sha256", AuditPixels.hash(side(sets, false)));
            inputs.put(
                    "synthetic's pixels, sha256", AuditPixels.hash(sets.pixels().images()));
        }
        return AuditPage.of(result, new Pictures(sets, neighbours, neighbours ? Set.of() : copies(result)), inputs);
    }

    private static List<PixelImage> side(AuditSets sets, boolean train) {
        return IntStream.range(0, sets.photos().size())
                .filter(i -> sets.photos().get(i).train() == train)
                .mapToObj(i -> sets.pixels().photos().get(i))
                .toList();
    }

    private static Set<Integer> copies(AuditResult result) {
        Set<Integer> copies = new HashSet<>();
        result.verbatim().forEach(pair -> copies.add(pair.image()));
        result.copied().forEach(photo -> copies.addAll(photo.images()));
        result.flagged().forEach(image -> copies.add(image.image()));
        result.photos().stream()
                .filter(photo -> photo.score() <= result.reach().nearBound())
                .forEach(photo -> copies.add(photo.image()));
        return copies;
    }

    private record Pictures(AuditSets sets, boolean neighbours, Set<Integer> hidden) implements AuditPictures {
        @Override
        public String photoName(int photo) {
            return withoutFolders(sets.photos().get(photo).name());
        }

        @Override
        public String imageName(int image) {
            return withoutFolders(sets.images().get(image));
        }

        /** The class and the file; where they lie, audit.json says. */
        private static String withoutFolders(String name) {
            Path path = Path.of(name);
            int names = path.getNameCount();
            return names <= 2 ? name : path.subpath(names - 2, names).toString();
        }

        @Override
        public @Nullable PixelImage photo(int photo) {
            return sets.arrays() || !neighbours ? null : sets.pixels().photos().get(photo);
        }

        @Override
        public @Nullable PixelImage image(int image) {
            return sets.arrays() || hidden.contains(image)
                    ? null
                    : sets.pixels().images().get(image);
        }
    }
}
