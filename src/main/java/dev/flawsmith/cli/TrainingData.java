package dev.flawsmith.cli;

import dev.flawsmith.dataset.Captions;
import dev.flawsmith.dataset.ClassBalance;
import dev.flawsmith.dataset.DuplicateGroups;
import dev.flawsmith.dataset.ImageFolder;
import dev.flawsmith.dataset.LabelledFile;
import dev.flawsmith.dataset.Photo;
import dev.flawsmith.dataset.PhotoSet;
import dev.flawsmith.dataset.Split;
import dev.flawsmith.dataset.SplitPlan;
import dev.flawsmith.dataset.SplitsFile;
import dev.flawsmith.dataset.Splitter;
import dev.flawsmith.image.DecodeLimits;
import dev.flawsmith.image.PixelImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The photos of a training run: read, split if nobody has, warned of.
 *
 * @param classes class names, sorted
 * @param train what is learnt from
 * @param holdout what calibrates the guard
 */
record TrainingData(List<String> classes, List<Photo> train, List<Photo> holdout) {
    private static final int LISTED = 20;

    TrainingData {
        classes = List.copyOf(classes);
        train = List.copyOf(train);
        holdout = List.copyOf(holdout);
    }

    /**
     * Where photos are, and how they are read.
     *
     * @param out where a split is written that nobody has made
     * @param resume whether such a split is read there
     * @param size that photos are brought to
     */
    record Source(Path data, @Nullable Path splits, Path out, boolean resume, int size, int channels) {}

    static TrainingData load(Source order, PrintWriter err) throws IOException {
        ImageFolder folder = folder(order, err);
        PhotoSet set = PhotoSet.load(
                folder, file -> file.split() != Split.TEST, order.size(), order.channels(), DecodeLimits.DEFAULT);
        reportIgnored(folder, err);
        List<Photo> train = of(set, Split.TRAIN);
        TrainingData data = new TrainingData(set.classes(), train, unseen(train, of(set, Split.HOLDOUT), err));
        ClassBalance.warnings(
                        data.classes(), data.train().stream().map(Photo::file).toList())
                .forEach(warning -> err.println("warning: " + warning.message()));
        for (String name : data.classes()) {
            if (data.train().stream().noneMatch(p -> p.file().className().equals(name))) {
                throw new InputException(
                        "data", "data: expected training photos of every class, found none of " + name);
            }
        }
        if (data.holdout().size() < 2) {
            throw new InputException(
                    "splits",
                    "splits: expected at least 2 holdout photos, unlike any training photo, to calibrate the guard with,"
                            + " found " + data.holdout().size());
        }
        return data;
    }

    /** Names what nothing reads: a folder inside a class folder, a file of another kind. */
    private static void reportIgnored(ImageFolder folder, PrintWriter err) {
        List<Path> others = folder.otherFiles();
        if (others.isEmpty()) {
            return;
        }
        err.println("warning: ignored " + others.size() + " files or folders that are no images by their names: "
                + others.stream()
                        .limit(LISTED)
                        .map(path -> folder.directory().relativize(path).toString())
                        .collect(Collectors.joining(", "))
                + (others.size() > LISTED ? ", …" : ""));
    }

    /**
     * The holdout photos that are no near-duplicate of a training photo. One that is was seen, whatever the split says:
     * it would calibrate the guard to let copies through. Such photos are left out, and named.
     */
    private static List<Photo> unseen(List<Photo> train, List<Photo> holdout, PrintWriter err) {
        List<Photo> all = new ArrayList<>(train);
        all.addAll(holdout);
        Set<Integer> seen = new HashSet<>();
        List<PixelImage> images = all.stream().map(Photo::image).toList();
        for (List<Integer> group : DuplicateGroups.find(images, DuplicateGroups.DEFAULT_CORRELATION)
                .groups()) {
            if (group.stream().anyMatch(i -> i < train.size())) {
                seen.addAll(group);
            }
        }
        List<Photo> unseen = new ArrayList<>();
        List<String> left = new ArrayList<>();
        for (int i = train.size(); i < all.size(); i++) {
            if (seen.contains(i)) {
                left.add(all.get(i).file().name());
            } else {
                unseen.add(all.get(i));
            }
        }
        if (!left.isEmpty()) {
            err.println("warning: " + left.size() + " holdout photos are near-duplicates of training photos and do not"
                    + " calibrate the guard: "
                    + left.stream().limit(LISTED).collect(Collectors.joining(", "))
                    + (left.size() > LISTED ? ", …" : ""));
        }
        return unseen;
    }

    private static ImageFolder folder(Source order, PrintWriter err) throws IOException {
        Path chosen = order.splits();
        Path made = order.out().resolve(SplitsFile.NAME);
        if (chosen == null && Files.isRegularFile(order.data().resolve(SplitsFile.NAME))) {
            return ImageFolder.open(order.data(), DecodeLimits.DEFAULT);
        }
        if (chosen == null && !(order.resume() && Files.isRegularFile(made))) {
            ImageFolder folder = ImageFolder.open(order.data(), DecodeLimits.DEFAULT);
            PhotoSet all = PhotoSet.load(folder, file -> true, order.size(), order.channels(), DecodeLimits.DEFAULT);
            Files.createDirectories(order.out());
            Splitter.split(all, SplitPlan.DEFAULT).write(made);
            err.println("no splits.csv: split the photos, near-duplicates together, into " + made);
        }
        return ImageFolder.open(order.data(), DecodeLimits.DEFAULT, chosen == null ? made : chosen);
    }

    private static List<Photo> of(PhotoSet set, Split split) {
        return set.photos().stream().filter(p -> split == p.file().split()).toList();
    }

    /** The captions asked for; else those in {@code prompts/} that have every class; else the class names in words. */
    Captions captions(@Nullable Path asked, PrintWriter err) {
        if (asked != null) {
            return Captions.read(asked);
        }
        Path folder = Home.resolve("prompts");
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.filter(f -> f.toString().endsWith(".yaml"))
                        .sorted()
                        .toList()) {
                    Captions captions = Captions.read(file);
                    if (classes.stream().allMatch(captions::has)) {
                        err.println("captions from " + file);
                        return captions;
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        err.println("no captions for these classes in " + folder + ": the class names stand in");
        return Captions.plain(classes);
    }

    /** Counts for people. */
    String describe() {
        Stream<LabelledFile> files = train.stream().map(Photo::file);
        return files.count() + " training photos and " + holdout.size() + " holdout photos of " + classes.size()
                + " classes";
    }
}
