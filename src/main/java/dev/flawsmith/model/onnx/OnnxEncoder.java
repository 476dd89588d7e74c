package dev.flawsmith.model.onnx;

import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.Sha256;
import dev.flawsmith.model.EncoderException;
import dev.flawsmith.model.FeatureEncoder;
import dev.flawsmith.model.ResizeProtocol;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Any ONNX file with an {@code encoder.json} beside it (docs/encoders.md), run by ONNX Runtime on the CPU. The file's hash
 * and the shapes are checked when it is opened, with a probe image. Thread-safe; one batch runs at a time.
 *
 * <p>Features depend on the image alone, to the bit: at opening, the same image is encoded alone and at both ends of a full
 * batch, and where the bits differ (kernels may sum in another order), every image is encoded alone from then on.
 */
public final class OnnxEncoder implements FeatureEncoder {
    /** Images of one call of the network; 16 RGB images of 299×299 are 17 MiB. */
    private static final int BATCH = 16;

    private static final double UNIT_TOLERANCE = 1e-3;

    private final EncoderDescriptor descriptor;
    private final ResizeProtocol protocol;
    private final String sha256;
    private final EncoderSession session;
    private final int batch;

    private OnnxEncoder(EncoderDescriptor descriptor, String sha256, EncoderSession session) {
        this.descriptor = descriptor;
        this.protocol = ResizeProtocol.of(descriptor.protocol());
        this.sha256 = sha256;
        this.session = session;
        this.batch = probe();
    }

    /**
     * Opens an encoder with a thread for every core.
     *
     * @param folder with {@code encoder.json} and the ONNX file that it names
     * @throws EncoderException if a file is missing, damaged or not what the descriptor says
     */
    public static OnnxEncoder open(Path folder) {
        return open(folder, Runtime.getRuntime().availableProcessors());
    }

    /**
     * Opens an encoder.
     *
     * @param threads of the network, at least 1
     * @throws EncoderException if a file is missing, damaged or not what the descriptor says
     */
    public static OnnxEncoder open(Path folder, int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("expected at least 1 thread, found " + threads);
        }
        EncoderDescriptor descriptor = EncoderDescriptor.read(folder);
        Path file = folder.resolve(descriptor.file());
        byte[] model = model(file, descriptor);
        EncoderSession session = new EncoderSession(model, descriptor, file.toString(), threads);
        try {
            return new OnnxEncoder(descriptor, identity(descriptor), session);
        } catch (EncoderException e) {
            session.close();
            throw e;
        }
    }

    private static byte[] model(Path file, EncoderDescriptor descriptor) {
        if (!Files.isRegularFile(file)) {
            throw new EncoderException(
                    file + ": expected the ONNX file that " + EncoderDescriptor.FILE + " names, found none");
        }
        byte[] model;
        try {
            model = Files.readAllBytes(file);
        } catch (IOException e) {
            throw new EncoderException(file + ": expected a readable file, found " + e, e);
        }
        String found = Sha256.hex(model);
        if (!found.equals(descriptor.sha256())) {
            throw new EncoderException(file + ": expected SHA-256 " + descriptor.sha256() + ", found " + found);
        }
        return model;
    }

    /** A hash of everything that decides the features: the network and all that stands around it. */
    private static String identity(EncoderDescriptor descriptor) {
        String all = String.join(
                "\n",
                descriptor.sha256(),
                ResizeProtocol.of(descriptor.protocol()).id(),
                descriptor.input().toString(),
                descriptor.output().toString());
        return Sha256.hex(all);
    }

    /** Checks a feature, and finds out whether batches are safe. */
    private int probe() {
        EncoderDescriptor.Input input = descriptor.input();
        float[] image = prepared(noise(input, 1));
        float[] other = prepared(noise(input, 2));
        float[] alone = checked(session.run(image, 1), 1)[0];
        if (session.isSingle()) {
            return 1;
        }
        float[] full = new float[BATCH * image.length];
        for (int row = 0; row < BATCH; row++) {
            boolean end = row == 0 || row == BATCH - 1;
            System.arraycopy(end ? image : other, 0, full, row * image.length, image.length);
        }
        float[][] rows = checked(session.run(full, BATCH), BATCH);
        return Arrays.equals(rows[0], alone) && Arrays.equals(rows[BATCH - 1], alone) ? BATCH : 1;
    }

    private static PixelImage noise(EncoderDescriptor.Input input, int seed) {
        byte[] samples = new byte[input.width() * input.height() * input.channels()];
        new java.util.SplittableRandom(seed).nextBytes(samples);
        return new PixelImage(input.width(), input.height(), input.channels(), samples);
    }

    @Override
    public String name() {
        return descriptor.name();
    }

    @Override
    public String protocol() {
        return protocol.id();
    }

    /** A hash of the network's file, the protocol, the input's values and the output. */
    @Override
    public String sha256() {
        return sha256;
    }

    @Override
    public int dimension() {
        return descriptor.output().dimension();
    }

    /** What {@code encoder.json} says. */
    public EncoderDescriptor descriptor() {
        return descriptor;
    }

    /** Images of one call of the network: more than 1 where that changes no bit. */
    int batch() {
        return batch;
    }

    /**
     * {@inheritDoc}
     *
     * @throws EncoderException if the protocol is {@code none} and an image has another size, or a feature is not finite
     */
    @Override
    public float[][] encode(List<PixelImage> images) {
        if (images.isEmpty()) {
            throw new EncoderException(name() + ": expected at least one image, found none");
        }
        float[][] features = new float[images.size()][];
        for (int from = 0; from < features.length; from += batch) {
            int count = Math.min(batch, features.length - from);
            // Always the size that the probe was made with: a last, shorter batch is filled with zeros.
            int rows = count == 1 ? 1 : batch;
            float[][] encoded = checked(session.run(batch(images, from, count, rows), rows), count);
            System.arraycopy(encoded, 0, features, from, count);
        }
        return features;
    }

    private float[] batch(List<PixelImage> images, int from, int count, int rows) {
        EncoderDescriptor.Input input = descriptor.input();
        int length = input.channels() * input.width() * input.height();
        float[] values = new float[rows * length];
        for (int i = 0; i < count; i++) {
            System.arraycopy(prepared(images.get(from + i)), 0, values, i * length, length);
        }
        return values;
    }

    private float[] prepared(PixelImage image) {
        EncoderDescriptor.Input input = descriptor.input();
        int channels = input.channels();
        float[] chw = protocol.apply(image, channels, input.width(), input.height());
        int plane = input.width() * input.height();
        boolean planar = input.layout().equals("nchw");
        float[] values = new float[chw.length];
        for (int c = 0; c < channels; c++) {
            double factor = input.factor(c);
            double offset = input.offset(c);
            for (int p = 0; p < plane; p++) {
                values[planar ? c * plane + p : p * channels + c] = (float) (factor * chw[c * plane + p] + offset);
            }
        }
        return values;
    }

    private float[][] checked(float[][] features, int count) {
        for (int row = 0; row < count; row++) {
            double squares = 0;
            for (float value : features[row]) {
                squares += (double) value * value;
            }
            if (!Double.isFinite(squares)) {
                throw new EncoderException(
                        name() + ": expected finite features, found a feature of squared length " + squares);
            }
            if (descriptor.output().l2Normalized() && Math.abs(Math.sqrt(squares) - 1) > UNIT_TOLERANCE) {
                throw new EncoderException(name() + ": expected features of length 1, as " + EncoderDescriptor.FILE
                        + " says, found length " + Math.sqrt(squares));
            }
        }
        return features;
    }

    @Override
    public void close() {
        session.close();
    }
}
