package dev.flawsmith.cli;

import dev.flawsmith.dataset.DatasetException;
import dev.flawsmith.dataset.ImageFolder;
import dev.flawsmith.dataset.Photo;
import dev.flawsmith.dataset.PhotoSet;
import dev.flawsmith.dataset.Split;
import dev.flawsmith.image.DecodeLimits;
import dev.flawsmith.synthesis.CanvasDraft;
import dev.flawsmith.synthesis.ModelDescription;
import dev.flawsmith.synthesis.RequestDraft;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The photos of a folder, each drawn on anew several times: a few photos become many that keep what makes their class, as
 * few-shot augmentation by diffusion does (Trabucco et al. 2023). Photos are read as {@code train} reads them, their class
 * is their folder's name; where the folder has splits, those marked {@code train} are taken.
 *
 * @param photos in the folder's order
 * @param each variations of a photo
 */
record PhotoVariations(List<Photo> photos, int each) {
    /** All of them are held in memory, their variations are not. */
    private static final int MOST_PHOTOS = 100_000;

    /**
     * Reads a folder.
     *
     * @throws InputException if it has no such photo, or one of a class that the model lacks
     */
    static PhotoVariations read(Path folder, ModelDescription model, long each) {
        List<Photo> photos;
        try {
            photos = PhotoSet.load(
                            ImageFolder.open(folder, DecodeLimits.DEFAULT),
                            file -> file.split() == null || file.split() == Split.TRAIN,
                            model.shape().width(),
                            model.shape().channels(),
                            DecodeLimits.DEFAULT)
                    .photos();
        } catch (DatasetException e) {
            throw new InputException("init-images", "init-images: " + e.getMessage(), e);
        }
        if (photos.size() > MOST_PHOTOS || photos.size() * each > GenerateCommand.MAX_IMAGES) {
            throw new InputException(
                    "init-images",
                    "init-images: expected at most " + GenerateCommand.MAX_IMAGES + " images, found " + photos.size()
                            + " photos times " + each);
        }
        for (Photo photo : photos) {
            String className = photo.file().className();
            if (!model.classes().contains(className)) {
                throw new InputException(
                        "init-images",
                        "init-images: " + photo.file().name() + ": expected a class out of " + model.classes()
                                + ", found " + className);
            }
        }
        return new PhotoVariations(photos, Math.toIntExact(each));
    }

    /** Images in all. */
    long images() {
        return (long) photos.size() * each;
    }

    /**
     * A request a photo, or several for very many; the variations of photo {@code i} have the seeds from
     * {@code seed + i * each} on.
     *
     * @param wishes what the command line says, but for class, number, seed and photo
     * @param strength null for the default
     */
    Iterator<RequestDraft> drafts(RequestDraft wishes, long seed, @Nullable Double strength) {
        return new Iterator<>() {
            private long done;

            @Override
            public boolean hasNext() {
                return done < images();
            }

            @Override
            public RequestDraft next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                Photo photo = photos.get((int) (done / each));
                long n = Math.min(GenerationRun.REQUEST, each - done % each);
                long first = seed + done;
                done += n;
                return new RequestDraft(
                        wishes.model(),
                        photo.file().className(),
                        null,
                        wishes.negativePrompt(),
                        n,
                        first,
                        wishes.steps(),
                        wishes.sampler(),
                        wishes.guidanceScale(),
                        wishes.guidanceInterval(),
                        wishes.guidanceRescale(),
                        wishes.guard(),
                        new CanvasDraft(photo.image(), null, strength, null, null));
            }
        };
    }
}
