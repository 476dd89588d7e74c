package dev.flawsmith.http;

import static dev.flawsmith.http.TestClient.error;
import static dev.flawsmith.http.TestClient.json;
import static dev.flawsmith.http.TestClient.wrongFields;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flawsmith.batching.GaussianDenoiser;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.Png;
import dev.flawsmith.synthesis.DiffusionModel;
import dev.flawsmith.synthesis.ModelSynthesizer;
import dev.flawsmith.synthesis.RecipeText;
import dev.flawsmith.synthesis.ToyModels;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Photos drawn on over HTTP, native and as AUTOMATIC1111's clients ask, by a model of grey 16x16 images. */
@Timeout(60)
class DrawingOnPhotosTest {
    private static final int SIDE = 24;
    private static final PixelImage PHOTO = grain(SIDE, 1);
    private static final PixelImage MASK = square(SIDE, 6, 8, 10);

    private final ModelSynthesizer synthesizer = new ModelSynthesizer(
            List.of(new DiffusionModel(ToyModels.parts(GaussianDenoiser.free(), ToyModels.UNCHECKED))));
    private final FlawsmithServer server =
            FlawsmithServer.start(synthesizer, ServerOptions.defaults().withPort(0));
    private final TestClient client = new TestClient(server);

    @AfterEach
    void stop() {
        server.close();
        synthesizer.close();
    }

    private static PixelImage grain(int side, long seed) {
        byte[] samples = new byte[side * side];
        new Random(seed).nextBytes(samples);
        return new PixelImage(side, side, 1, samples);
    }

    private static PixelImage square(int side, int left, int top, int length) {
        byte[] samples = new byte[side * side];
        for (int i = 0; i < samples.length; i++) {
            boolean in = i % side >= left && i % side < left + length && i / side >= top && i / side < top + length;
            samples[i] = (byte) (in ? 255 : 0);
        }
        return new PixelImage(side, side, 1, samples);
    }

    private static String base64(PixelImage image) {
        return Base64.getEncoder().encodeToString(Png.encode(image, Map.of()));
    }

    private HttpResponse<String> images(String fields) throws Exception {
        return client.postImages("{\"class\":\"pit\",\"seed\":5," + fields + "}");
    }

    private HttpResponse<String> img2img(String fields) throws Exception {
        return client.send(client.request("/sdapi/v1/img2img")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"prompt\":\"pit\",\"seed\":5," + fields + "}")));
    }

    private static String field(String name, PixelImage image) {
        return "\"" + name + "\":\"" + base64(image) + "\"";
    }

    private static PixelImage answered(JsonNode base64) throws Exception {
        return Png.decode(Base64.getDecoder().decode(base64.textValue()));
    }

    private static void assertPaintedIntoThePhoto(PixelImage painted) {
        int drawn = 0;
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                if (MASK.sample(y, x, 0) == 0) {
                    assertEquals(PHOTO.sample(y, x, 0), painted.sample(y, x, 0), y + ", " + x);
                } else if (PHOTO.sample(y, x, 0) != painted.sample(y, x, 0)) {
                    drawn++;
                }
            }
        }
        assertTrue(drawn > 60, "expected most of 100 pixels drawn anew, found " + drawn);
    }

    @Test
    void paintsIntoAPhotoAndTellsIt() throws Exception {
        HttpResponse<String> response = images(field("init_image", PHOTO) + "," + field("mask", MASK) + ",\"seam\":1");
        assertEquals(200, response.statusCode(), response.body());
        JsonNode image = json(response).required("images").get(0);
        assertPaintedIntoThePhoto(answered(image.required("b64_png")));
        assertEquals(SIDE, image.required("width").intValue());
        JsonNode told = image.at("/recipe/init_image");
        assertEquals(1, told.required("strength").doubleValue());
        assertEquals(4, told.required("repaint_passes").intValue());
        assertEquals(1, told.required("seam").intValue());
        byte[] png = Base64.getDecoder().decode(image.required("b64_png").textValue());
        assertEquals(
                told.required("mask_sha256").textValue(),
                Objects.requireNonNull(RecipeText.parse(Png.readText(png)).canvas())
                        .maskSha256());
    }

    @Test
    void drawsOnAWholePhotoAsMuchAsStrengthSays() throws Exception {
        PixelImage photo = grain(16, 2);
        String asUrl = "\"init_image\":\"data:image/png;base64," + base64(photo) + "\"";
        PixelImage little = image(images(asUrl + ",\"strength\":0.25"));
        PixelImage much = image(images(asUrl));
        assertNotEquals(little, much);
        assertEquals(image(images("\"n\":1")), image(images(asUrl + ",\"strength\":1")));
    }

    private static PixelImage image(HttpResponse<String> response) throws Exception {
        assertEquals(200, response.statusCode(), response.body());
        return answered(json(response).required("images").get(0).required("b64_png"));
    }

    @Test
    void whatIsLeftOutIsAsDescribed() throws Exception {
        String photo = field("init_image", PHOTO) + "," + field("mask", MASK);
        PixelImage bare = image(images(photo));
        assertEquals(bare, image(images(photo + ",\"strength\":1,\"repaint_passes\":4,\"seam\":2")));
        assertNotEquals(bare, image(images(photo + ",\"repaint_passes\":3")));
        assertNotEquals(bare, image(images(photo + ",\"seam\":0")));
        String init = "\"init_images\":[\"" + base64(PHOTO) + "\"]," + field("mask", MASK);
        PixelImage webUi = answered(json(img2img(init)).required("images").get(0));
        String said = ",\"denoising_strength\":0.75,\"mask_blur\":4,\"inpainting_mask_invert\":0,\"inpainting_fill\":1";
        assertEquals(
                webUi, answered(json(img2img(init + said)).required("images").get(0)));
        String axes = ",\"mask_blur_x\":1,\"mask_blur_y\":1";
        assertEquals(
                answered(json(img2img(init + ",\"mask_blur\":1"))
                        .required("images")
                        .get(0)),
                answered(json(img2img(init + axes)).required("images").get(0)));
    }

    /** A preview is of the window, and an estimate: where nothing is drawn it is the photo. */
    @Test
    void previewsShowTheEstimate() throws Exception {
        HttpResponse<String> events = client.send(client.images("{\"class\":\"pit\",\"seed\":5,\"previews\":8,"
                        + field("init_image", PHOTO) + "," + field("mask", MASK) + "}")
                .header("Accept", "text/event-stream"));
        List<String> previews = events.body()
                .lines()
                .filter(line -> line.startsWith("data: ") && line.contains("\"step\""))
                .toList();
        assertTrue(previews.size() >= 3, events.body());
        for (String each : previews) {
            PixelImage window = answered(json(each.substring(6)).required("b64_png"));
            assertEquals(16, window.width());
            assertEquals(PHOTO.sample(5, 3, 0), window.sample(0, 0, 0), "the window begins at 3, 5");
        }
    }

    @Test
    void namesEveryFieldThatIsWrong() throws Exception {
        HttpResponse<String> alone = images("\"mask\":\"aGFsbG8=\",\"strength\":0.5,\"repaint_passes\":2,\"seam\":1");
        assertEquals(400, alone.statusCode());
        assertEquals(List.of("mask", "repaint_passes", "seam", "strength"), wrongFields(alone));
        HttpResponse<String> notAnImage = images("\"init_image\":\"aGFsbG8=\"");
        assertEquals(400, notAnImage.statusCode());
        assertEquals("init_image", error(notAnImage).required("param").textValue());
        assertTrue(error(notAnImage).required("message").textValue().contains("expected a PNG"), notAnImage.body());
        assertEquals(List.of("init_image"), wrongFields(images("\"init_image\":\"***\"")));
        String photo = field("init_image", PHOTO) + ",";
        assertEquals(List.of("mask"), wrongFields(images(photo + field("mask", square(SIDE, 0, 0, 0)))));
        assertEquals(List.of("mask"), wrongFields(images(photo + field("mask", square(SIDE, 0, 0, SIDE)))));
        assertEquals(List.of("mask"), wrongFields(images(photo + field("mask", square(20, 6, 8, 10)))));
        assertEquals(List.of("strength"), wrongFields(images(photo + field("mask", MASK) + ",\"strength\":1.5")));
        assertEquals(List.of("init_image"), wrongFields(images(field("init_image", PHOTO))));
    }

    @Test
    void answersAutomatic1111sClients() throws Exception {
        HttpResponse<String> response = img2img(
                "\"init_images\":[\"" + base64(PHOTO) + "\"],"
                        + field("mask", MASK)
                        + ",\"denoising_strength\":0.75,\"inpainting_fill\":1,\"mask_blur\":1,\"inpaint_full_res\":true,"
                        + "\"inpaint_full_res_padding\":0,\"inpainting_mask_invert\":0,\"resize_mode\":0,\"width\":24,\"height\":24");
        assertEquals(200, response.statusCode(), response.body());
        JsonNode answer = json(response);
        assertPaintedIntoThePhoto(answered(answer.required("images").get(0)));
        assertTrue(answer.at("/parameters/init_images").isNull());
        assertTrue(answer.at("/parameters/mask").isNull());
        JsonNode info = json(answer.required("info").textValue());
        assertEquals(0.75, info.required("denoising_strength").doubleValue());
        assertEquals(SIDE, info.required("width").intValue());
        assertTrue(info.required("infotexts").get(0).textValue().contains("Denoising strength: 0.75, Mask blur: 1"));
    }

    /** Noise, which a PNG makes no smaller: longer in Base64 than a body without a photo may be. */
    @Test
    void takesPhotosThatMakeABodyLong() throws Exception {
        PixelImage large = grain(1200, 3);
        PixelImage mask = square(1200, 600, 700, 10);
        PixelImage painted = image(images(field("init_image", large) + "," + field("mask", mask)));
        assertEquals(1200, painted.width());
        assertEquals(large.sample(9, 9, 0), painted.sample(9, 9, 0));
        HttpResponse<String> webUi = img2img("\"init_images\":[\"" + base64(large) + "\"]," + field("mask", mask));
        assertEquals(200, webUi.statusCode(), webUi.body());
        String tooLong = Base64.getEncoder().encodeToString(new byte[PhotoField.MOST_BYTES + 1]);
        assertEquals(List.of("init_image"), wrongFields(images("\"init_image\":\"" + tooLong + "\"")));
    }

    @Test
    void invertsAMaskAndEchoesPhotosOnRequest() throws Exception {
        String photo = "\"init_images\":[\"" + base64(PHOTO) + "\"],\"denoising_strength\":1,";
        byte[] outside = MASK.samples();
        for (int i = 0; i < outside.length; i++) {
            outside[i] = (byte) ~outside[i];
        }
        JsonNode inverted = json(img2img(photo + "\"inpainting_mask_invert\":1,\"include_init_images\":true,"
                + field("mask", new PixelImage(SIDE, SIDE, 1, outside))));
        JsonNode plain = json(img2img(photo + field("mask", MASK)));
        assertEquals(
                answered(plain.required("images").get(0)),
                answered(inverted.required("images").get(0)));
        assertTrue(inverted.at("/parameters/init_images").isArray());
    }

    @Test
    void refusesOfImg2ImgWhatItHasNot() throws Exception {
        assertEquals(422, img2img("\"steps\":4").statusCode());
        String photo = "\"init_images\":[\"" + base64(PHOTO) + "\"],";
        String masked = photo + field("mask", MASK) + ",";
        for (String wrong : List.of(
                "\"denoising_strength\":0",
                "\"denoising_strength\":0.5,\"inpainting_fill\":0",
                "\"inpaint_full_res_padding\":32",
                "\"mask_blur\":2,\"mask_blur_x\":7",
                "\"mask_round\":false",
                "\"latent_mask\":\"x\"",
                "\"image_cfg_scale\":1.5",
                "\"width\":512",
                "\"nonsense\":1")) {
            HttpResponse<String> refused = img2img(masked + wrong);
            String field = wrong.replaceAll(".*\"(\\w+)\":[^:]*$", "$1");
            assertEquals(422, refused.statusCode(), wrong + ": " + refused.body());
            assertTrue(refused.body().contains(field), wrong + ": " + refused.body());
        }
        HttpResponse<String> two = img2img("\"init_images\":[\"" + base64(PHOTO) + "\",\"" + base64(PHOTO) + "\"]");
        assertTrue(two.body().contains("array of 2"), two.body());
    }
}
