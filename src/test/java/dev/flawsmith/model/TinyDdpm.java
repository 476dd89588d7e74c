package dev.flawsmith.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A class-conditional network of diffusers, as ONNX and as TorchScript, with a run of its DDIM sampler: whatever lies in
 * {@code fixtures/tiny-ddpm}.
 */
public final class TinyDdpm {
    private static final String FOLDER = "/fixtures/tiny-ddpm";

    private final Path folder;
    private final JsonNode golden;

    private TinyDdpm(Path folder, JsonNode golden) {
        this.folder = folder;
        this.golden = golden;
    }

    public static TinyDdpm load() throws IOException {
        URL url = TinyDdpm.class.getResource(FOLDER);
        if (url == null) {
            throw new IllegalStateException("expected " + FOLDER + " on the class path, found none");
        }
        try {
            Path folder = Path.of(url.toURI());
            return new TinyDdpm(
                    folder,
                    new ObjectMapper().readTree(folder.resolve("golden.json").toFile()));
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    public int steps() {
        return golden.get("steps").asInt();
    }

    public int images() {
        return golden.get("shape").get(0).asInt();
    }

    public int size() {
        return dimension(1) * dimension(2) * dimension(3);
    }

    public int label(int image) {
        return golden.get("class_labels").get(image).asInt();
    }

    /** The noise that an image starts from. */
    public float[] noise(int image) {
        return row("noise", image);
    }

    /** What the reference makes of it, in [-1, 1]. */
    public float[] sample(int image) {
        return row("sample", image);
    }

    private float[] row(String field, int image) {
        float[] row = new float[size()];
        for (int i = 0; i < row.length; i++) {
            row[i] = (float) golden.get(field).get(image * size() + i).asDouble();
        }
        return row;
    }

    private int dimension(int axis) {
        return golden.get("shape").get(axis).asInt();
    }

    /** Class names, as many as the labels need. */
    public List<String> classes() {
        int most = IntStream.range(0, images()).map(this::label).max().orElseThrow();
        return IntStream.rangeClosed(0, most).mapToObj(i -> "class_" + i).toList();
    }

    /** A folder with one of the networks, its scheduler's config and a descriptor. */
    public Path folder(Path parent, String format) throws IOException {
        boolean onnx = format.equals(DenoiserDescriptor.ONNX);
        String file = onnx ? "unet.onnx" : "unet.pt";
        Path made = Files.createDirectories(parent.resolve("tiny-" + format));
        for (String name : List.of(file, "scheduler_config.json")) {
            Files.copy(folder.resolve(name), made.resolve(name));
        }
        Files.writeString(made.resolve(DenoiserDescriptor.FILE), descriptor(format, file, onnx));
        return made;
    }

    private String descriptor(String format, String file, boolean onnx) {
        String classes = classes().stream().map(name -> '"' + name + '"').collect(Collectors.joining(", "));
        String inputs = onnx
                ? "{\"is\": \"sample\", \"name\": \"sample\"}, {\"is\": \"timestep\", \"name\": \"timestep\"},"
                        + " {\"is\": \"class\", \"name\": \"class_labels\"}"
                : "{\"is\": \"sample\"}, {\"is\": \"timestep\"}, {\"is\": \"class\"}";
        return """
                {
                  "version": "3",
                  "format": "%s",
                  "file": "%s",
                  "inputs": [%s],
                  %s
                  "channels": %d,
                  "height": %d,
                  "width": %d,
                  "classes": [%s],
                  "scheduler": "scheduler_config.json",
                  "steps": %d,
                  "guard": "off",
                  "licence": "Apache-2.0"
                }
                """.formatted(
                        format,
                        file,
                        inputs,
                        onnx ? "\"output\": \"out_sample\"," : "",
                        dimension(1),
                        dimension(2),
                        dimension(3),
                        classes,
                        steps());
    }
}
