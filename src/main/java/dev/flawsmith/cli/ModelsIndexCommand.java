package dev.flawsmith.cli;

import dev.flawsmith.dataset.ImageFolder;
import dev.flawsmith.dataset.LabelledFile;
import dev.flawsmith.dataset.Photo;
import dev.flawsmith.dataset.PhotoSet;
import dev.flawsmith.guard.Guard;
import dev.flawsmith.image.DecodeLimits;
import dev.flawsmith.memorization.IndexEntry;
import dev.flawsmith.memorization.IndexedPhoto;
import dev.flawsmith.memorization.TrainingIndex;
import dev.flawsmith.model.ModelManifest;
import dev.flawsmith.model.ModelPackage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code models index}: describes a package's training and holdout photos anew, by all that this version compares by. */
@Command(
        name = "index",
        description = {
            "Makes a package's index anew, by every descriptor of this version, from the photos that it was made of.",
            "Names and hashes are compared with the index that is there; none may be missing."
        })
final class ModelsIndexCommand extends FlawsmithCommand {
    private static final int LISTED = 20;

    @Parameters(index = "0", paramLabel = "NAME", description = "A model's name or folder.")
    String name = "";

    @Option(names = "--models", paramLabel = "DIR", description = "Folder of model packages. Default: models.")
    @Nullable
    Path models;

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "Photos: <class>/<image>.")
    @SuppressWarnings("NullAway.Init")
    private Path data;

    private record Result(String name, int train, int holdout, String guard) {}

    @Override
    public Integer call() throws IOException {
        if (name.equals(ModelLibrary.PROCEDURAL)) {
            throw new InputException("model", "model: expected one that has learnt from photos, found " + name);
        }
        Path folder = ModelLibrary.of(models).find(name);
        ModelPackage model = ModelPackage.open(folder);
        ModelManifest manifest = model.manifest();
        if (manifest.guard().equals("off")) {
            throw new InputException("model", "model: expected one with a training index, found none in " + folder);
        }
        TrainingIndex known = TrainingIndex.read(folder.resolve(ModelPackage.INDEX));
        Map<String, Photo> photos = photos(known, manifest);
        List<IndexedPhoto> indexed = new ArrayList<>();
        known.train().forEach(entry -> indexed.add(indexed(entry, photos, false)));
        known.holdout().forEach(entry -> indexed.add(indexed(entry, photos, true)));
        List<TrainingIndex> indexes = TrainingIndexes.build(indexed);
        TrainingIndexes.write(folder.resolve(ModelPackage.INDEX), indexes);
        ModelPackage.seal(folder, manifest);
        String guard = Guard.of(indexes).describe();
        print(new Result(name, known.train().size(), known.holdout().size(), guard), name + ": " + guard);
        return Main.OK;
    }

    /** By hash, at the model's size; read are only those that the index names. */
    private Map<String, Photo> photos(TrainingIndex known, ModelManifest manifest) {
        Set<String> wanted = Stream.concat(known.train().stream(), known.holdout().stream())
                .map(IndexEntry::file)
                .collect(Collectors.toCollection(HashSet::new));
        ImageFolder folder = ImageFolder.open(data, DecodeLimits.DEFAULT);
        Map<String, Photo> photos = new HashMap<>();
        PhotoSet.load(
                        folder,
                        (LabelledFile file) -> wanted.contains(file.name()),
                        manifest.resolution(),
                        manifest.channels(),
                        DecodeLimits.DEFAULT)
                .photos()
                .forEach(photo -> photos.put(photo.sha256(), photo));
        List<String> missing = Stream.concat(known.train().stream(), known.holdout().stream())
                .filter(entry -> !photos.containsKey(entry.sha256()))
                .map(IndexEntry::file)
                .toList();
        if (!missing.isEmpty()) {
            throw new InputException(
                    "data",
                    "data: expected the photos that the index names, with their hashes, found " + missing.size()
                            + " missing or changed in " + data + ": "
                            + missing.stream().limit(LISTED).collect(Collectors.joining(", "))
                            + (missing.size() > LISTED ? ", …" : ""));
        }
        return photos;
    }

    /** Under the name and class that the index has. */
    private static IndexedPhoto indexed(IndexEntry entry, Map<String, Photo> photos, boolean holdout) {
        Photo photo = photos.get(entry.sha256());
        if (photo == null) {
            throw new IllegalStateException("missing after it was found: " + entry.file());
        }
        return new IndexedPhoto(entry.file(), entry.className(), holdout, entry.sha256(), photo.image());
    }
}
