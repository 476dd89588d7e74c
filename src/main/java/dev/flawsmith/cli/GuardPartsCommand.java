package dev.flawsmith.cli;

import dev.flawsmith.dataset.ImageFolder;
import dev.flawsmith.dataset.Photo;
import dev.flawsmith.dataset.PhotoSet;
import dev.flawsmith.dataset.Split;
import dev.flawsmith.evaluation.audit.CopyTransform;
import dev.flawsmith.guard.Guard;
import dev.flawsmith.guard.Verdict;
import dev.flawsmith.image.DecodeLimits;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.PixelMask;
import dev.flawsmith.model.ModelManifest;
import dev.flawsmith.model.ModelPackage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code flawsmith guard-parts}: what a model's guard says of squares of photos laid into other photos. */
@Command(
        name = "guard-parts",
        hidden = true,
        description = {
            "Lays squares of photos into other photos and asks a model's guard, as it judges what was painted into a photo:",
            "of training photos in disguises, into unseen ones, how many it finds; of unseen photos, into training photos, how",
            "many it raises a false alarm for. Unseen are the rows marked 'test'."
        })
final class GuardPartsCommand extends FlawsmithCommand {
    private static final List<Double> SIDES = List.of(0.25, 0.375, 0.5, 0.75);
    private static final List<CopyTransform> DISGUISES = List.of(
            CopyTransform.EXACT,
            CopyTransform.FLIP,
            CopyTransform.JPEG50,
            CopyTransform.BRIGHTNESS,
            CopyTransform.CONTRAST,
            CopyTransform.BLUR,
            CopyTransform.NOISE02,
            CopyTransform.NOISE05,
            CopyTransform.SHIFT2);
    private static final String UNSEEN = "unseen";

    @Option(names = "--model", required = true, paramLabel = "NAME", description = "A model with a training index.")
    private String model = "";

    @Option(names = "--models", paramLabel = "DIR", description = "Folder of model packages. Default: models.")
    private @Nullable Path models;

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "The photos that it learnt from.")
    @SuppressWarnings("NullAway.Init")
    private Path data;

    @Option(names = "--places", paramLabel = "N", description = "Places of each square. Default: 20.")
    private int places = 20;

    @Option(names = "--trials", paramLabel = "N", description = "Pictures a place and disguise. Default: 20.")
    private int trials = 20;

    @Option(names = "--seed", paramLabel = "S", description = "Default: 1.")
    private long seed = 1;

    private record Row(double side, double share, Map<String, Double> tooClose) {}

    private record Result(String model, int places, int trials, List<Row> rows) {}

    @Override
    public Integer call() throws IOException {
        Path folder = ModelLibrary.of(models).find(model);
        ModelManifest manifest = ModelPackage.open(folder).manifest();
        Guard guard = Guard.of(TrainingIndexes.read(folder.resolve(ModelPackage.INDEX)));
        List<Photo> photos = PhotoSet.load(
                        ImageFolder.open(data, DecodeLimits.DEFAULT),
                        file -> file.split() == Split.TRAIN || file.split() == Split.TEST,
                        manifest.resolution(),
                        1,
                        DecodeLimits.DEFAULT)
                .photos();
        List<PixelImage> train = of(photos, Split.TRAIN);
        List<PixelImage> unseen = of(photos, Split.TEST);
        if (train.isEmpty() || unseen.isEmpty()) {
            throw new InputException(
                    "data",
                    "data: expected rows marked train and test in " + data + ", found " + train.size() + " and "
                            + unseen.size());
        }
        List<Row> rows = new ArrayList<>();
        for (double side : SIDES) {
            rows.add(row(guard, side, train, unseen));
        }
        Result result = new Result(model, places, trials, rows);
        print(result, text(result));
        return Main.OK;
    }

    private static List<PixelImage> of(List<Photo> photos, Split split) {
        return photos.stream()
                .filter(photo -> photo.file().split() == split)
                .map(Photo::image)
                .toList();
    }

    private Row row(Guard guard, double side, List<PixelImage> train, List<PixelImage> unseen) {
        SplittableRandom random = new SplittableRandom(seed);
        int size = train.get(0).width();
        int length = (int) Math.round(side * size);
        Map<String, Double> found = new LinkedHashMap<>();
        for (int place = 0; place < places; place++) {
            PixelMask mask = square(size, random.nextInt(size - length + 1), random.nextInt(size - length + 1), length);
            Guard ofPart = guard.ofPart(mask);
            for (int trial = 0; trial < trials; trial++) {
                for (CopyTransform disguise : DISGUISES) {
                    PixelImage copy = disguise.apply(any(train, random), random);
                    count(found, disguise.label(), ofPart.inspect(laid(any(unseen, random), copy, mask)));
                }
                count(found, UNSEEN, ofPart.inspect(laid(any(train, random), any(unseen, random), mask)));
            }
        }
        found.replaceAll((name, count) -> count / ((double) places * trials));
        return new Row(side, side * side, found);
    }

    private static void count(Map<String, Double> found, String name, Verdict verdict) {
        found.merge(name, verdict instanceof Verdict.TooClose ? 1.0 : 0.0, Double::sum);
    }

    private static PixelImage any(List<PixelImage> images, SplittableRandom random) {
        return images.get(random.nextInt(images.size()));
    }

    private static PixelMask square(int size, int left, int top, int length) {
        boolean[] marked = new boolean[size * size];
        for (int i = 0; i < marked.length; i++) {
            int x = i % size;
            int y = i / size;
            marked[i] = x >= left && x < left + length && y >= top && y < top + length;
        }
        return new PixelMask(size, size, marked);
    }

    private static PixelImage laid(PixelImage host, PixelImage part, PixelMask mask) {
        byte[] samples = host.samples();
        byte[] from = part.samples();
        for (int i = 0; i < samples.length; i++) {
            samples[i] = mask.at(i / host.width(), i % host.width()) ? from[i] : samples[i];
        }
        return new PixelImage(host.width(), host.height(), 1, samples);
    }

    private static String text(Result result) {
        List<String> names = List.copyOf(result.rows().get(0).tooClose().keySet());
        return "| side | " + String.join(" | ", names) + " |\n|---|" + "--:|".repeat(names.size()) + "\n"
                + result.rows().stream().map(GuardPartsCommand::line).collect(Collectors.joining("\n"));
    }

    private static String line(Row row) {
        return String.format(Locale.ROOT, "| %.3f | ", row.side())
                + row.tooClose().values().stream()
                        .map(share -> String.format(Locale.ROOT, "%.3f", share))
                        .collect(Collectors.joining(" | "))
                + " |";
    }
}
