package dev.flawsmith.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flawsmith.cli.CommandLine.Outcome;
import dev.flawsmith.dataset.procedural.ProceduralGenerator;
import dev.flawsmith.image.AreaResize;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.PixelMask;
import dev.flawsmith.image.Png;
import dev.flawsmith.image.SquareCrop;
import dev.flawsmith.model.DenoiserDescriptor;
import dev.flawsmith.model.TinyDdpm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Good parts made, painted onto by the tiny model, verified and measured. */
class PaintingCommandsTest {
    private static final int SIDE = 40;

    @TempDir
    private Path folder;

    private void write(String name, PixelImage image) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, Png.encode(image, Map.of()));
    }

    @Test
    void defectsArePaintedOntoGoodPartsVerifiedAndMeasured() throws Exception {
        for (int i = 0; i < 3; i++) {
            PixelImage defect = new ProceduralGenerator()
                    .generate("pit", 50 + i, 3 * SIDE, 2 * SIDE)
                    .image();
            write("photos/pit/" + i + ".png", defect);
            write("photos/scratch/" + i + ".png", defect);
        }
        Files.writeString(folder.resolve("photos/splits.csv"), """
                file,class,split,duplicate_group
                pit/0.png,pit,train,a
                pit/1.png,pit,train,a
                pit/2.png,pit,train,b
                scratch/0.png,scratch,train,c
                scratch/1.png,scratch,holdout,d
                scratch/2.png,scratch,test,e
                """);
        Outcome parts = CommandLine.run(
                "good-parts",
                "--data",
                folder.resolve("photos"),
                "--quiet",
                3,
                "--surfaces",
                4,
                "--size",
                SIDE,
                "--out",
                folder.resolve("good"),
                "--json");
        assertEquals(Main.OK, parts.code(), parts.err());
        JsonNode quiet = parts.json().path("pictures");
        assertEquals(7, quiet.size());
        List<String> classes = new ArrayList<>();
        Set<String> groups = new HashSet<>();
        for (int i = 4; i < 7; i++) {
            String photo = quiet.get(i).path("photo").asText();
            classes.add(quiet.get(i).path("class").asText());
            groups.add(photo.matches("pit/[01].png") ? "a" : photo);
            PixelImage whole =
                    Png.decode(Files.readAllBytes(folder.resolve("photos").resolve(photo)));
            assertEquals(
                    AreaResize.resize(SquareCrop.centre(whole), SIDE, SIDE),
                    Png.decode(Files.readAllBytes(folder.resolve("good")
                            .resolve(quiet.get(i).path("file").asText()))),
                    "at the scale of training");
        }
        assertEquals(List.of("pit", "scratch", "pit"), classes, "class after class, train rows alone");
        assertEquals(Set.of("a", "pit/2.png", "scratch/0.png"), groups, "one of a group");

        ImportedModels elsewhere = ImportedModels.in(folder);
        TinyDdpm tiny = TinyDdpm.load();
        Outcome imported = elsewhere.models("import", tiny.folder(folder, DenoiserDescriptor.ONNX), "tiny");
        assertEquals(Main.OK, imported.code(), imported.err());
        String spec = String.format(
                "model: tiny%nclasses: {%s: 5, %s: 3}%nonto: %s%nseed: 3%nformats: [mvtec, coco, yolo]%n",
                tiny.classes().get(0), tiny.classes().get(1), folder.resolve("good"));
        Path out = folder.resolve("out");
        Outcome made = CommandLine.run(
                "augment",
                "--spec",
                Files.writeString(folder.resolve("spec.yaml"), spec),
                "--out",
                out,
                "--models",
                elsewhere.folder(),
                "--json");
        assertEquals(Main.OK, made.code(), made.err());
        assertEquals(8, made.json().path("synthetic").asInt());

        Outcome whole = CommandLine.run(
                "augment", "--verify", out, "--redraw", "all", "--models", elsewhere.folder(), "--json");
        assertEquals(Main.OK, whole.code(), whole.out() + whole.err());
        assertEquals(8, whole.json().path("redrawn").asInt());

        Outcome measured = CommandLine.run("evaluate", "painting", "--dataset", out, "--planted", 3, "--json");
        assertEquals(Main.OK, measured.code(), measured.err());
        JsonNode figures = measured.json();
        assertEquals(1, figures.path("unchanged_outside").asDouble());
        assertEquals(8, figures.path("images").asInt());
        assertEquals(2, figures.path("seams").size());
        assertEquals(8, figures.at("/seams/0/separation/n").asInt());
        assertTrue(figures.path("recognised").isNull());
        assertEquals(
                ProceduralGenerator.classes().size(), figures.path("planted").size());
        assertTrue(figures.path("rejected").isObject());
        assertEquals("coco 8 yolo null mvtec 8 ", agreeing(figures), "every format whose folder exists");
        realPhotosAreMeasuredToo(out, tiny);

        // A pixel outside of its region, in the dataset and its export, which is the same file.
        Path image = out.resolve("images").resolve(tiny.classes().get(1) + "/0000007.png");
        PixelImage pixels = Png.decode(Files.readAllBytes(image));
        byte[] samples = pixels.samples();
        samples[0] ^= 1;
        Files.write(
                image,
                Png.encode(
                        new PixelImage(pixels.width(), pixels.height(), pixels.channels(), samples),
                        Png.readText(Files.readAllBytes(image))));
        JsonNode changed = CommandLine.run("evaluate", "painting", "--dataset", out, "--planted", 0, "--json")
                .json();
        assertEquals(0.875, changed.path("unchanged_outside").asDouble());
        assertEquals("coco 8 yolo null mvtec 8 ", agreeing(changed));
        exportsThatDisagreeAreCounted(out, tiny);
        assertEquals(
                tiny.classes().get(1) + "/0000007.png",
                changed.at("/changed_outside/0").asText());
    }

    private static String agreeing(JsonNode figures) {
        StringBuilder all = new StringBuilder();
        figures.path("exports").forEach(each -> {
            assertEquals(8, each.path("images").asInt(), each.toString());
            all.append(each.path("format").asText())
                    .append(' ')
                    .append(each.path("agree"))
                    .append(' ');
        });
        return all.toString();
    }

    /** A mask of MVTec's, a box and then a category of COCO's that are not the dataset's any more. */
    private void exportsThatDisagreeAreCounted(Path out, TinyDdpm tiny) throws Exception {
        Path masks;
        try (Stream<Path> categories = Files.list(out.resolve("mvtec"))) {
            masks = categories.findFirst().orElseThrow().resolve("ground_truth");
        }
        Path mask = masks.resolve(tiny.classes().get(0)).resolve("0000000_mask.png");
        PixelMask marked = PixelMask.whereBright(Png.decode(Files.readAllBytes(mask)));
        Files.write(mask, Png.encode(marked.inverted().toImage(), Map.of()));
        Path annotations = out.resolve("coco/annotations/instances_train.json");
        ObjectMapper json = new ObjectMapper();
        JsonNode coco = json.readTree(annotations.toFile());
        ArrayNode box = (ArrayNode) coco.at("/annotations/0/bbox");
        box.set(0, box.get(0).asInt() + 1);
        json.writeValue(annotations.toFile(), coco);
        assertEquals("coco 7 yolo null mvtec 7 ", agreeing(measured(out).json()));
        box.set(0, box.get(0).asInt() - 1);
        json.writeValue(annotations.toFile(), coco);
        assertEquals("coco 8 yolo null mvtec 7 ", agreeing(measured(out).json()));
        ObjectNode first = (ObjectNode) coco.at("/annotations/0");
        first.put("category_id", 3 - first.path("category_id").asInt());
        json.writeValue(annotations.toFile(), coco);
        assertEquals("coco 7 yolo null mvtec 7 ", agreeing(measured(out).json()));
    }

    private static Outcome measured(Path out) {
        return CommandLine.run("evaluate", "painting", "--dataset", out, "--planted", 0, "--json");
    }

    private void realPhotosAreMeasuredToo(Path out, TinyDdpm tiny) throws Exception {
        for (int i = 0; i < 4; i++) {
            write(
                    "real/" + tiny.classes().get(i % 2) + "/" + i + ".png",
                    new ProceduralGenerator()
                            .generate("pit", 70 + i, 3 * SIDE, 2 * SIDE)
                            .image());
        }
        Object[] asked = {
            "evaluate", "painting", "--dataset", out, "--planted", 0, "--real", folder.resolve("real"), "--steps", 3
        };
        Outcome told = CommandLine.run(asked);
        assertEquals(Main.OK, told.code(), told.err());
        assertTrue(
                told.out().contains("8 accepted images, of which all figures are; refused candidates: "), told.out());
        assertTrue(told.out().contains("yolo: not read back"), told.out());
        List<Object> words = new ArrayList<>(List.of(asked));
        words.add("--json");
        JsonNode figures = CommandLine.run(words.toArray()).json();
        assertEquals(4, figures.path("seams").size());
        assertEquals("real", figures.at("/seams/1/against").asText());
        assertEquals(8, figures.at("/seams/1/separation/m").asInt());
        assertTrue(figures.at("/recognised/painted/value").isNumber(), figures.toString());
    }

    @Test
    void whatWasNotPaintedIsRefused() throws Exception {
        Path out = folder.resolve("out");
        Outcome made = CommandLine.run(
                "augment",
                "--spec",
                Files.writeString(
                        folder.resolve("spec.yaml"), "model: procedural\nsize: 32\nclasses: {pit: 2}\nseed: 3\n"),
                "--out",
                out);
        assertEquals(Main.OK, made.code(), made.err());
        Outcome refused = CommandLine.run("evaluate", "painting", "--dataset", out);
        assertEquals(Main.BAD_INPUT, refused.code());
        assertTrue(refused.err().contains("expected images that were painted onto photos"), refused.err());
        Outcome stopped = CommandLine.run(
                "augment",
                "--spec",
                Files.writeString(
                        folder.resolve("spec.yaml"),
                        "model: procedural\nsize: 32\nclasses: {pit: 2}\nseed: 3\nchecks: {brightness: {min: 254}}\n"),
                "--out",
                folder.resolve("dark"));
        assertEquals(Main.FAILURE, stopped.code(), stopped.err());
        Outcome failed = CommandLine.run("evaluate", "painting", "--dataset", folder.resolve("dark.failed"));
        assertEquals(Main.BAD_INPUT, failed.code());
        assertTrue(
                failed.err().contains("dataset: expected a dataset of status complete, found ")
                        && failed.err().contains("dark.failed of status failed: "),
                failed.err());
        Outcome none = CommandLine.run("evaluate", "painting", "--dataset", folder.resolve("nowhere"));
        assertEquals(Main.BAD_INPUT, none.code());
        assertTrue(none.err().contains("dataset: expected a dataset with a manifest.json"), none.err());
    }
}
