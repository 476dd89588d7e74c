package dev.flawsmith.http.openai;

import dev.flawsmith.batching.GaussianDenoiser;
import dev.flawsmith.http.FlawsmithServer;
import dev.flawsmith.http.Multipart;
import dev.flawsmith.http.ServerOptions;
import dev.flawsmith.http.TestClient;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.PixelMask;
import dev.flawsmith.image.Png;
import dev.flawsmith.synthesis.DiffusionModel;
import dev.flawsmith.synthesis.ModelSynthesizer;
import dev.flawsmith.synthesis.ToyModels;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** A server whose model draws grey 16x16 images, and forms of edits for it. */
abstract class EditsFixture {
    static final String PATH = "/v1/images/edits";
    /** Of the photo, which is larger than what the model draws. */
    static final int SIDE = 24;

    static final PixelImage PHOTO = grain(SIDE);
    static final byte[] IMAGE = Png.encode(PHOTO, Map.of());
    /** As large as the model draws. */
    static final byte[] SMALL = Png.encode(grain(16), Map.of());

    static final PixelMask PART = square(SIDE, 6, 8, 10);
    static final byte[] MASK = transparent(grain(SIDE), PART);

    static FlawsmithServer server;
    static TestClient client;

    @BeforeAll
    static void start() {
        DiffusionModel toy = new DiffusionModel(ToyModels.parts(GaussianDenoiser.free(), ToyModels.UNCHECKED));
        server = FlawsmithServer.start(
                new ModelSynthesizer(List.of(toy)), ServerOptions.defaults().withPort(0));
        client = new TestClient(server);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    static PixelImage grain(int side) {
        byte[] samples = new byte[side * side];
        new Random(side).nextBytes(samples);
        return new PixelImage(side, side, 1, samples);
    }

    static PixelMask square(int side, int left, int top, int length) {
        boolean[] marked = new boolean[side * side];
        for (int i = 0; i < marked.length; i++) {
            int x = i % side;
            int y = i / side;
            marked[i] = x >= left && x < left + length && y >= top && y < top + length;
        }
        return new PixelMask(side, side, marked);
    }

    /** A PNG of a grey picture with an alpha channel: 0 where marked; elsewhere 255. */
    static byte[] transparent(PixelImage grey, PixelMask holes) {
        BufferedImage image = new BufferedImage(grey.width(), grey.height(), BufferedImage.TYPE_INT_ARGB);
        for (int y = 0; y < grey.height(); y++) {
            for (int x = 0; x < grey.width(); x++) {
                int sample = grey.sample(y, x, 0);
                image.setRGB(x, y, (holes.at(y, x) ? 0 : 0xff000000) | sample << 16 | sample << 8 | sample);
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(image, "png", bytes)) {
                throw new AssertionError("expected a writer of PNG, found none");
            }
        } catch (IOException e) {
            throw new AssertionError("memory does not fail to be written", e);
        }
        return bytes.toByteArray();
    }

    static HttpRequest.Builder edit(TestClient asking, byte[] form) {
        return asking.request(PATH).header("Content-Type", Multipart.TYPE).POST(BodyPublishers.ofByteArray(form));
    }

    static HttpResponse<String> post(Multipart form) throws Exception {
        return client.send(edit(client, form.end()));
    }

    /** An edit that is right so far. */
    static Multipart pit(byte[] image) {
        return new Multipart().file("image", image).value("prompt", "pit").value("seed", "5");
    }
}
