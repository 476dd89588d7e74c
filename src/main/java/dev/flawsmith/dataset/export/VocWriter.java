package dev.flawsmith.dataset.export;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Pascal VOC: {@code JPEGImages} keeps VOC's name although its files are PNG, linked unchanged; {@code Annotations} has
 * an object a piece of the mask, boxes from 1 and inclusive; {@code SegmentationClass} has a palette picture an image, 0
 * where nothing is and elsewhere the class's label plus 1 (VOC's 255, "do not care", is not used); {@code labelmap.txt}
 * says which colour is which class, in CVAT's form. Both folders of {@code ImageSets} list train, val, trainval and test
 * in the order of the samples.
 */
final class VocWriter implements DatasetWriter {
    private final ExportFolder folder;
    private final ExportInfo info;
    private final VocPicture picture;

    /** @throws IllegalArgumentException if there are more classes than a palette holds */
    VocWriter(ExportFolder folder, ExportInfo info) {
        if (info.classes().size() > VocPicture.MAX_CLASSES) {
            throw new IllegalArgumentException("expected at most " + VocPicture.MAX_CLASSES
                    + " classes for the format voc, found " + info.classes().size());
        }
        this.folder = folder;
        this.info = info;
        this.picture = new VocPicture();
    }

    @Override
    public void add(ExportSample sample) throws IOException {
        String stem = sample.stem();
        folder.link(sample.image(), "JPEGImages/" + stem + ".png");
        List<MaskRegion> regions = sample.mask() == null ? List.of() : MaskRegion.of(sample.mask());
        folder.write("Annotations/" + stem + ".xml", VocAnnotation.xml(info, sample, regions));
        int index = info.label(sample.className()) + 1;
        folder.write("SegmentationClass/" + stem + ".png", picture.png(sample, index));
        list(sample.shortSplit(), stem);
        if (!sample.split().equals(ExportSample.TEST)) {
            list("trainval", stem);
        }
    }

    @Override
    public void finish() throws IOException {
        StringBuilder map = new StringBuilder("# label:color_rgb:parts:actions\nbackground:0,0,0::\n");
        for (String className : info.classes()) {
            map.append(className)
                    .append(':')
                    .append(picture.colour(info.label(className) + 1))
                    .append("::\n");
        }
        folder.stream("labelmap.txt").write(map.toString().getBytes(StandardCharsets.UTF_8));
        folder.publish();
    }

    @Override
    public void close() throws IOException {
        folder.close();
    }

    private void list(String set, String stem) throws IOException {
        byte[] line = (stem + "\n").getBytes(StandardCharsets.US_ASCII);
        folder.stream("ImageSets/Main/" + set + ".txt").write(line);
        folder.stream("ImageSets/Segmentation/" + set + ".txt").write(line);
    }
}
