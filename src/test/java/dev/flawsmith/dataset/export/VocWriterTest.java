package dev.flawsmith.dataset.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

final class VocWriterTest {
    @TempDir
    Path folder;

    @Test
    void putsEveryPieceInABoxFromOneAndInclusive() throws Exception {
        TestDataset dataset = TestDataset.in(folder.resolve("source"));

        Path out = dataset.export(ExportFormat.VOC, folder.resolve("out"));

        for (ExportSample sample : dataset.samples()) {
            Document xml = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(out.resolve("Annotations/" + sample.stem() + ".xml").toFile());
            Element annotation = xml.getDocumentElement();
            assertEquals(sample.width(), number(annotation, "width"));
            assertEquals(sample.height(), number(annotation, "height"));
            assertEquals(sample.channels(), number(annotation, "depth"));
            assertArrayEquals(
                    Files.readAllBytes(sample.image()),
                    Files.readAllBytes(out.resolve(text(annotation, "folder")).resolve(text(annotation, "filename"))));
            NodeList objects = annotation.getElementsByTagName("object");
            List<MaskRegion> regions = sample.mask() == null ? List.of() : MaskRegion.of(sample.mask());
            assertEquals(regions.size(), objects.getLength());
            for (int i = 0; i < objects.getLength(); i++) {
                Element object = (Element) objects.item(i);
                MaskRegion region = regions.get(i);
                assertEquals(sample.className(), text(object, "name"));
                assertEquals(region.x(), number(object, "xmin") - 1);
                assertEquals(region.y(), number(object, "ymin") - 1);
                assertEquals(region.width(), number(object, "xmax") - number(object, "xmin") + 1);
                assertEquals(region.height(), number(object, "ymax") - number(object, "ymin") + 1);
            }
        }
    }

    @Test
    void paintsClassesInVocsPalette() throws IOException {
        TestDataset dataset = TestDataset.in(folder.resolve("source"));

        Path out = dataset.export(ExportFormat.VOC, folder.resolve("out"));

        for (ExportSample sample : dataset.samples()) {
            BufferedImage picture = ImageIO.read(
                    out.resolve("SegmentationClass/" + sample.stem() + ".png").toFile());
            int index = dataset.info().classes().indexOf(sample.className()) + 1;
            for (int y = 0; y < sample.height(); y++) {
                for (int x = 0; x < sample.width(); x++) {
                    boolean defect = sample.mask() != null && sample.mask().sample(y, x, 0) != 0;
                    assertEquals(defect ? index : 0, picture.getRaster().getSample(x, y, 0));
                }
            }
            // the first colours of VOC's development kit: background, aeroplane, bicycle, bird, boat, bottle
            IndexColorModel palette = (IndexColorModel) picture.getColorModel();
            assertEquals(
                    List.of("000000", "800000", "008000", "808000", "000080", "800080"),
                    IntStream.range(0, 6)
                            .mapToObj(i -> String.format(Locale.ROOT, "%06x", palette.getRGB(i) & 0xffffff))
                            .toList());
            assertEquals(0xe0e0c0, palette.getRGB(255) & 0xffffff);
        }
        assertEquals(
                "crack:128,0,0::",
                Files.readAllLines(out.resolve("labelmap.txt")).get(2));
    }

    @Test
    void listsEverySplit() throws IOException {
        TestDataset dataset = TestDataset.in(folder.resolve("source"));

        Path sets = dataset.export(ExportFormat.VOC, folder.resolve("out")).resolve("ImageSets");

        for (String kind : List.of("Main", "Segmentation")) {
            assertEquals(stems(dataset.of("train")), Files.readAllLines(sets.resolve(kind + "/train.txt")));
            assertEquals(stems(dataset.of("validation")), Files.readAllLines(sets.resolve(kind + "/val.txt")));
            assertEquals(stems(dataset.of("test")), Files.readAllLines(sets.resolve(kind + "/test.txt")));
            List<ExportSample> both = dataset.samples().stream()
                    .filter(sample -> !sample.split().equals("test"))
                    .toList();
            assertEquals(stems(both), Files.readAllLines(sets.resolve(kind + "/trainval.txt")));
        }
    }

    @Test
    void rejectsMoreClassesThanAPaletteHolds() {
        List<String> classes = IntStream.range(100, 355).mapToObj(i -> "c" + i).toList();
        ExportInfo info = new ExportInfo("set", "", "MIT", classes);

        var e = assertThrows(
                IllegalArgumentException.class,
                () -> DatasetExport.open(ExportFormat.VOC, folder.resolve("out"), info));

        assertTrue(String.valueOf(e.getMessage()).contains("at most 254 classes"));
    }

    private static List<String> stems(List<ExportSample> samples) {
        return samples.stream().map(ExportSample::stem).toList();
    }

    private static String text(Element parent, String name) {
        return parent.getElementsByTagName(name).item(0).getTextContent();
    }

    private static int number(Element parent, String name) {
        return Integer.parseInt(text(parent, name));
    }
}
