package dev.flawsmith.training;

import dev.flawsmith.dataset.Captions;
import dev.flawsmith.dataset.Photo;
import dev.flawsmith.dataset.PhotoAttributes;
import dev.flawsmith.image.Sha256;
import dev.flawsmith.model.PixelTransfer;
import dev.flawsmith.model.TextEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Photos made ready for training: their values in the network's space, their captions embedded.
 *
 * @param photos what the network sees
 * @param transfer between pixels and the network's values
 * @param digest hash over the photos' files, their classes and their size
 */
public record Preparation(TrainingPhotos photos, PixelTransfer transfer, String digest) {
    /** Standard deviation that the values are brought to, as in Karras et al. 2022. */
    public static final double SIGMA_DATA = 0.5;

    /**
     * Prepares photos of one size.
     *
     * @param classes class names, in the network's order
     * @param photos at least one of each class, square, all of one size
     * @param captions sentences for the photos
     * @param encoder embeds them; each different sentence once
     */
    public static Preparation of(List<String> classes, List<Photo> photos, Captions captions, TextEncoder encoder) {
        return of(classes, photos, captions, encoder, TransferFit.fit(photos, SIGMA_DATA));
    }

    /** The same with a given transfer: that of the model whose weights the run starts from. */
    public static Preparation of(
            List<String> classes, List<Photo> photos, Captions captions, TextEncoder encoder, PixelTransfer transfer) {
        List<PhotoAttributes> attributes = PhotoAttributes.measure(photos);
        Map<String, float[]> embeddings = new HashMap<>();
        List<TrainingPhotos.Example> examples = new ArrayList<>();
        for (int i = 0; i < photos.size(); i++) {
            Photo photo = photos.get(i);
            List<String> sentences = captions.of(photo.file().className(), attributes.get(i));
            examples.add(new TrainingPhotos.Example(
                    transfer.toModel(photo.image().toFloats()),
                    photo.classIndex(),
                    sentences.stream()
                            .map(s -> embeddings.computeIfAbsent(s, encoder::encode))
                            .toList()));
        }
        int size = photos.get(0).image().width();
        int channels = photos.get(0).image().channels();
        return new Preparation(new TrainingPhotos(size, channels, classes, examples), transfer, digest(photos, size));
    }

    private static String digest(List<Photo> photos, int size) {
        MessageDigest sha = Sha256.digest();
        for (Photo photo : photos) {
            sha.update(
                    (photo.file().name() + ' ' + photo.sha256() + ' ' + size + '\n').getBytes(StandardCharsets.UTF_8));
        }
        return Sha256.hex(sha);
    }
}
