package dev.flawsmith.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flawsmith.cli.CommandLine.Outcome;
import dev.flawsmith.dataset.procedural.ProceduralGenerator;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.Png;
import dev.flawsmith.model.DenoiserDescriptor;
import dev.flawsmith.model.TinyDdpm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
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
                    .generate("pit", 50 + i, 2 * SIDE, SIDE)
                    .image();
            write("photos/pit/" + i + ".png", defect);
            write("photos/scratch/" + i + ".png", defect);
        }
        Files.writeString(folder.resolve("photos/splits.csv"), """
                file,class,split,duplicate_group
                pit/0.png,pit,train,a
                pit/1.png,pit,train,a
                pit/2.png,pit,train,b
                scratch/0.png,scratch,test,c
                scratch/1.png,scratch,holdout,d
                scratch/2.png,scratch,holdout,d
                """);
        Outcome parts = CommandLine.run(
                "good-parts",
                "--data",
                folder.resolve("photos"),
                "--quiet",
                2,
                "--surfaces",
                4,
                "--size",
                SIDE,
                "--out",
                folder.resolve("good"),
                "--json");
        assertEquals(Main.OK, parts.code(), parts.err());
        JsonNode quiet = parts.json().path("pictures");
        assertEquals(6, quiet.size());
        for (int i = 4; i < 6; i++) {
            assertTrue(quiet.get(i).path("photo").asText().startsWith("pit/"), "train rows alone");
        }
        assertNotEquals(quiet.get(4).path("photo"), quiet.get(5).path("photo"));

        ImportedModels elsewhere = ImportedModels.in(folder);
        TinyDdpm tiny = TinyDdpm.load();
        Outcome imported = elsewhere.models("import", tiny.folder(folder, DenoiserDescriptor.ONNX), "tiny");
        assertEquals(Main.OK, imported.code(), imported.err());
        String spec = String.format(
                "model: tiny%nclasses: {%s: 5, %s: 3}%nonto: %s%nseed: 3%nformats: [mvtec, coco]%n",
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
        assertEquals(2, figures.path("exports").size());
        figures.path("exports").forEach(each -> {
            assertEquals(8, each.path("images").asInt(), each.toString());
            assertEquals(8, each.path("agree").asInt(), each.toString());
        });

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
        assertEquals(
                tiny.classes().get(1) + "/0000007.png",
                changed.at("/changed_outside/0").asText());
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
        Outcome none = CommandLine.run("evaluate", "painting", "--dataset", folder.resolve("nowhere"));
        assertEquals(Main.BAD_INPUT, none.code());
        assertTrue(none.err().contains("dataset: expected a dataset with a manifest.json"), none.err());
    }
}
