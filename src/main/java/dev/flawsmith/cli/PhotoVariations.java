package dev.flawsmith.cli;

import dev.flawsmith.dataset.DatasetException;
import dev.flawsmith.dataset.ImageFolder;
import dev.flawsmith.dataset.LabelledFile;
import dev.flawsmith.dataset.Photo;
import dev.flawsmith.dataset.PhotoSet;
import dev.flawsmith.dataset.Split;
import dev.flawsmith.image.DecodeLimits;
import dev.flawsmith.image.ImageDecoder;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.UnreadableImageException;
import dev.flawsmith.synthesis.CanvasDraft;
import dev.flawsmith.synthesis.ModelDescription;
import dev.flawsmith.synthesis.RequestDraft;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The photos of a folder, each drawn on anew several times: a few photos become many that keep what makes their class, as
 * few-shot augmentation by diffusion does (Trabucco et al. 2023); or, each in its own place, painted into. Photos are read as
 * {@code train} reads them, to be painted into as they are; their class is their folder's name, unless one or a prompt is told;
 * where the folder has splits, those marked {@code train} are taken.
 *
 * @param photos in the folder's order
 * @param each images of a photo
 */
record PhotoVariations(List<Subject> photos, int each) {
    /** Those to be varied are all held in memory. */
    private static final int MOST_PHOTOS = 100_000;

    /**
     * A photo and what is drawn on it.
     *
     * @param className null where a prompt says it
     * @param image reads it, where it is not held
     */
    record Subject(@Nullable String className, Supplier<PixelImage> image) {}

    /**
     * Reads a folder.
     *
     * @param wishes say in a class or a prompt what is drawn on all of them; in neither, the names of their folders do
     * @throws InputException if it has no such photo, or one of a class that the model lacks
     */
    static PhotoVariations read(Path folder, ModelDescription model, RequestDraft wishes, long each) {
        List<Photo> photos;
        try {
            photos = PhotoSet.load(
                            ImageFolder.open(folder, DecodeLimits.DEFAULT),
                            PhotoVariations::taken,
                            model.shape().width(),
                            model.shape().channels(),
                            DecodeLimits.DEFAULT)
                    .photos();
        } catch (DatasetException e) {
            throw new InputException("init-images", "init-images: " + e.getMessage(), e);
        }
        requireFew(photos.size(), each);
        requireClasses(photos.stream().map(Photo::file).toList(), model, wishes);
        return new PhotoVariations(
                photos.stream()
                        .map(photo -> new Subject(className(photo.file(), wishes), photo::image))
                        .toList(),
                Math.toIntExact(each));
    }

    /**
     * Lists a folder of photos to paint into, each opened when it is its turn.
     *
     * @param wishes say in a class or a prompt what is painted into all of them; in neither, the names of their folders do
     * @throws InputException if it has no such photo, or the model lacks a class
     */
    static PhotoVariations toPaintInto(Path folder, ModelDescription model, RequestDraft wishes, long each) {
        List<LabelledFile> files;
        try {
            files = ImageFolder.open(folder, DecodeLimits.DEFAULT).files().stream()
                    .filter(PhotoVariations::taken)
                    .toList();
        } catch (DatasetException e) {
            throw new InputException("init-images", "init-images: " + e.getMessage(), e);
        }
        if (files.isEmpty()) {
            throw new InputException(
                    "init-images", "init-images: expected rows marked train in " + folder + ", found none");
        }
        requireFew(files.size(), each);
        requireClasses(files, model, wishes);
        return new PhotoVariations(
                files.stream()
                        .map(file -> new Subject(className(file, wishes), () -> decoded(file)))
                        .toList(),
                Math.toIntExact(each));
    }

    private static boolean namedByFolders(RequestDraft wishes) {
        return wishes.className() == null && wishes.prompt() == null;
    }

    private static @Nullable String className(LabelledFile file, RequestDraft wishes) {
        return namedByFolders(wishes) ? file.className() : wishes.className();
    }

    private static boolean taken(LabelledFile file) {
        return file.split() == null || file.split() == Split.TRAIN;
    }

    private static PixelImage decoded(LabelledFile file) {
        try {
            return ImageDecoder.decode(file.path(), DecodeLimits.DEFAULT);
        } catch (UnreadableImageException e) {
            throw new InputException("init-images", "init-images: " + e.getMessage(), e);
        }
    }

    private static void requireFew(int photos, long each) {
        if (photos > MOST_PHOTOS || photos * each > GenerateCommand.MAX_IMAGES) {
            throw new InputException(
                    "init-images",
                    "init-images: expected at most " + GenerateCommand.MAX_IMAGES + " images, found " + photos
                            + " photos times " + each);
        }
    }

    private static void requireClasses(List<LabelledFile> files, ModelDescription model, RequestDraft wishes) {
        for (LabelledFile file : files) {
            if (namedByFolders(wishes) && !model.classes().contains(file.className())) {
                throw new InputException(
                        "init-images",
                        "init-images: " + file.name() + ": expected a class out of " + model.classes() + ", found "
                                + file.className());
            }
        }
    }

    /** Images in all. */
    long images() {
        return (long) photos.size() * each;
    }

    /**
     * A request a photo, or several of large or very many ones; the variations of photo {@code i} have the seeds from
     * {@code seed + i * each} on.
     *
     * @param wishes what the command line says, but for number, seed and photo
     * @param canvas what it says of the photo
     */
    Iterator<RequestDraft> drafts(RequestDraft wishes, long seed, CanvasOptions canvas) {
        return new Iterator<>() {
            private long done;
            private @Nullable CanvasDraft on; // the photo that is drawn on, read once for all of its requests

            @Override
            public boolean hasNext() {
                return done < images();
            }

            @Override
            public RequestDraft next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                Subject photo = photos.get((int) (done / each));
                CanvasDraft held = on;
                if (held == null || done % each == 0) {
                    held = canvas.on(photo.image().get());
                    on = held;
                }
                long n = Math.min(GenerationRun.requestSize(held.photo()), each - done % each);
                long first = seed + done;
                done += n;
                return new RequestDraft(
                        wishes.model(),
                        photo.className(),
                        wishes.prompt(),
                        wishes.negativePrompt(),
                        n,
                        first,
                        wishes.steps(),
                        wishes.sampler(),
                        wishes.guidanceScale(),
                        wishes.guidanceInterval(),
                        wishes.guidanceRescale(),
                        wishes.guard(),
                        held);
            }
        };
    }
}
