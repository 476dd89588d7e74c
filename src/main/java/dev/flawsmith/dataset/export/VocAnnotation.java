package dev.flawsmith.dataset.export;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** The XML of one image of Pascal VOC. */
final class VocAnnotation {
    private final XMLStreamWriter xml;
    private int depth;

    private VocAnnotation(XMLStreamWriter xml) {
        this.xml = xml;
    }

    static byte[] xml(ExportInfo info, ExportSample sample, List<MaskRegion> regions) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            XMLStreamWriter xml =
                    XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(bytes, StandardCharsets.UTF_8.name());
            new VocAnnotation(xml).write(info, sample, regions);
            xml.close();
        } catch (XMLStreamException e) {
            throw new IOException(sample.file() + ": expected what XML can say, found: " + e.getMessage(), e);
        }
        return bytes.toByteArray();
    }

    private void write(ExportInfo info, ExportSample sample, List<MaskRegion> regions) throws XMLStreamException {
        begin("annotation");
        text("folder", "JPEGImages");
        text("filename", sample.stem() + ".png");
        begin("source");
        text("database", info.name());
        text("annotation", info.name());
        text("image", sample.file());
        end();
        begin("size");
        number("width", sample.width());
        number("height", sample.height());
        number("depth", sample.channels());
        end();
        number("segmented", regions.isEmpty() ? 0 : 1);
        for (MaskRegion region : regions) {
            object(sample, region);
        }
        end();
        xml.writeCharacters("\n");
    }

    private void object(ExportSample sample, MaskRegion region) throws XMLStreamException {
        int right = region.x() + region.width();
        int bottom = region.y() + region.height();
        boolean cut = region.x() == 0 || region.y() == 0 || right == sample.width() || bottom == sample.height();
        begin("object");
        text("name", sample.className());
        text("pose", "Unspecified");
        number("truncated", cut ? 1 : 0);
        number("difficult", 0);
        begin("bndbox");
        number("xmin", region.x() + 1);
        number("ymin", region.y() + 1);
        number("xmax", right);
        number("ymax", bottom);
        end();
        end();
    }

    private void begin(String name) throws XMLStreamException {
        if (depth > 0) {
            indent();
        }
        xml.writeStartElement(name);
        depth++;
    }

    private void end() throws XMLStreamException {
        depth--;
        indent();
        xml.writeEndElement();
    }

    private void number(String name, int value) throws XMLStreamException {
        text(name, Integer.toString(value));
    }

    private void text(String name, String value) throws XMLStreamException {
        indent();
        xml.writeStartElement(name);
        xml.writeCharacters(value);
        xml.writeEndElement();
    }

    private void indent() throws XMLStreamException {
        xml.writeCharacters("\n" + "\t".repeat(depth));
    }
}
