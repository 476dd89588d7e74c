package dev.flawsmith.training;

import dev.flawsmith.dataset.Captions;
import dev.flawsmith.dataset.Photo;
import dev.flawsmith.dataset.PhotoAttributes;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.Sha256;
import dev.flawsmith.model.ImageShape;
import dev.flawsmith.model.PixelTransfer;
import dev.flawsmith.model.TextEncoder;
import dev.flawsmith.model.VaeDecoder;
import dev.flawsmith.model.VaeEncoder;
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
 * @param decoding from those values to images again
 * @param digest hash over the photos' files, their classes and their size
 */
public record Preparation(TrainingPhotos photos, PixelTransfer transfer, Decoding decoding, String digest) {
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
        PixelImage first = photos.get(0).image();
        List<Values> values = photos.stream()
                .map(photo -> new Values(transfer.toModel(photo.image().toFloats()), List.of()))
                .toList();
        return new Preparation(
                new TrainingPhotos(
                        first.width(), first.channels(), classes, examples(photos, values, captions, encoder)),
                transfer,
                Decoding.of(transfer, new ImageShape(first.channels(), first.height(), first.width())),
                digest(photos, first.width()));
    }

    /**
     * Prepares the latents of photos of one size: the means of their posteriors, of every flip by itself.
     *
     * @param transfer between pixels and the autoencoder's values
     * @param vae both halves of the autoencoder; stays open as long as the preparation is used
     */
    public static <V extends VaeEncoder & VaeDecoder> Preparation ofLatents(
            List<String> classes,
            List<Photo> photos,
            Captions captions,
            TextEncoder encoder,
            PixelTransfer transfer,
            V vae) {
        int size = vae.latentShape().height();
        List<Values> values =
                photos.stream().map(photo -> latents(photo.image(), vae)).toList();
        return new Preparation(
                new TrainingPhotos(
                        size, vae.latentShape().channels(), classes, examples(photos, values, captions, encoder)),
                transfer,
                Decoding.of(vae),
                digest(photos, photos.get(0).image().width()));
    }

    @SuppressWarnings("ArrayRecordComponent") // a hand-over, never compared
    private record Values(float[] asTaken, List<float[]> flipped) {}

    private static Values latents(PixelImage photo, VaeEncoder vae) {
        float[] pixels = photo.toFloats();
        int size = photo.width();
        return new Values(
                vae.encode(pixels),
                List.of(
                        vae.encode(PlaneChanges.flipped(pixels, size, true, false)),
                        vae.encode(PlaneChanges.flipped(pixels, size, false, true)),
                        vae.encode(PlaneChanges.flipped(pixels, size, true, true))));
    }

    private static List<TrainingPhotos.Example> examples(
            List<Photo> photos, List<Values> values, Captions captions, TextEncoder encoder) {
        List<PhotoAttributes> attributes = PhotoAttributes.measure(photos);
        Map<String, float[]> embeddings = new HashMap<>();
        List<TrainingPhotos.Example> examples = new ArrayList<>();
        for (int i = 0; i < photos.size(); i++) {
            Photo photo = photos.get(i);
            List<String> sentences = captions.of(photo.file().className(), attributes.get(i));
            examples.add(new TrainingPhotos.Example(
                    values.get(i).asTaken(),
                    values.get(i).flipped(),
                    photo.classIndex(),
                    sentences.stream()
                            .map(s -> embeddings.computeIfAbsent(s, encoder::encode))
                            .toList()));
        }
        return examples;
    }

    /** Photos made ready for a network that is told classes alone. */
    public static Preparation ofClasses(List<String> classes, List<Photo> photos) {
        PixelTransfer transfer = TransferFit.fit(photos, SIGMA_DATA);
        List<TrainingPhotos.Example> examples = photos.stream()
                .map(photo -> new TrainingPhotos.Example(
                        transfer.toModel(photo.image().toFloats()), photo.classIndex(), List.of()))
                .toList();
        PixelImage first = photos.get(0).image();
        return new Preparation(
                new TrainingPhotos(first.width(), first.channels(), classes, examples),
                transfer,
                Decoding.of(transfer, new ImageShape(first.channels(), first.height(), first.width())),
                digest(photos, first.width()));
    }

    /** A hash that names photos, their classes and their size. */
    public static String digest(List<Photo> photos, int size) {
        MessageDigest sha = Sha256.digest();
        for (Photo photo : photos) {
            sha.update(
                    (photo.file().name() + ' ' + photo.sha256() + ' ' + size + '\n').getBytes(StandardCharsets.UTF_8));
        }
        return Sha256.hex(sha);
    }
}
