package dev.flawsmith.model;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A whole pipeline at toy size in Optimum's layout, with runs of diffusers: whatever lies in {@code fixtures/tiny-sd-onnx}. */
public final class TinyStableDiffusion {
    private static final String FOLDER = "/fixtures/tiny-sd-onnx";
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private TinyStableDiffusion() {}

    private static Path fixture() {
        URL url = TinyStableDiffusion.class.getResource(FOLDER);
        if (url == null) {
            throw new IllegalStateException("expected " + FOLDER + " on the class path, found none");
        }
        try {
            return Path.of(url.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A copy of the pipeline, with the U-Net whose timestep is a scalar, or the other one, a number a row. */
    public static Path folder(Path parent, String unet) throws IOException {
        Path from = fixture();
        Path to = parent.resolve("pipeline-" + unet);
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                if (!copy.startsWith(to.resolve("unet_batched_timestep")) && !copy.endsWith("golden.json")) {
                    Files.createDirectories(copy.getParent());
                    Files.copy(file, copy);
                }
            }
        }
        Files.copy(
                from.resolve(unet).resolve("model.onnx"),
                to.resolve("unet").resolve("model.onnx"),
                StandardCopyOption.REPLACE_EXISTING);
        return to;
    }

    /** A run of the reference. */
    public static final class Run {
        private final JsonNode golden;

        private Run(JsonNode golden) {
            this.golden = golden;
        }

        public String prompt() {
            return golden.get("prompt").asText();
        }

        public String negativePrompt() {
            return golden.get("negative_prompt").asText();
        }

        public int steps() {
            return golden.get("steps").asInt();
        }

        public double guidanceScale() {
            return golden.get("guidance_scale").asDouble();
        }

        public Map<String, Object> scheduler() {
            @SuppressWarnings("unchecked")
            Map<String, Object> config = JSON.convertValue(golden.get("scheduler_config"), Map.class);
            config.put("_class_name", golden.get("scheduler").asText());
            return config;
        }

        public long[] tokens() {
            return StreamSupport.stream(golden.get("input_ids").spliterator(), false)
                    .mapToLong(JsonNode::asLong)
                    .toArray();
        }

        /** The noise that it starts from. */
        public float[] latents() {
            return floats(golden.get("latents"));
        }

        /** The image in [0, 1], {@code [channels][height][width]}; it is stored the other way round. */
        public float[] image() {
            JsonNode shape = golden.get("image_shape_hwc");
            int pixels = shape.get(0).asInt() * shape.get(1).asInt();
            int channels = shape.get(2).asInt();
            float[] stored = floats(golden.get("image_0_1"));
            float[] planes = new float[stored.length];
            for (int i = 0; i < stored.length; i++) {
                planes[i % channels * pixels + i / channels] = stored[i];
            }
            return planes;
        }

        private static float[] floats(JsonNode numbers) {
            float[] floats = new float[numbers.size()];
            for (int i = 0; i < floats.length; i++) {
                floats[i] = (float) numbers.get(i).asDouble();
            }
            return floats;
        }

        @Override
        public String toString() {
            return prompt();
        }
    }

    public static List<Run> runs() throws IOException {
        JsonNode all = JSON.readTree(fixture().resolve("golden.json").toFile());
        return StreamSupport.stream(all.spliterator(), false).map(Run::new).toList();
    }
}
