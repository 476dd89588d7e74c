package dev.flawsmith.cli;

import dev.flawsmith.dataset.ImageFolder;
import dev.flawsmith.dataset.LabelledFile;
import dev.flawsmith.dataset.Photo;
import dev.flawsmith.dataset.PhotoSet;
import dev.flawsmith.dataset.Split;
import dev.flawsmith.image.DecodeLimits;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.model.onnx.OnnxEncoder;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code flawsmith encoder-retrieval}: disguised copies of photos, looked for among the photos. */
@Command(
        name = "encoder-retrieval",
        hidden = true,
        description = {
            "Disguise every photo of a folder in 17 ways (the audit's, but for those that need another image) and look for it",
            "among all of them, by an encoder and by pixels.",
            "One photo of every duplicate group is taken; rows marked 'test' are never opened."
        })
final class EncoderRetrievalCommand extends FlawsmithCommand {
    @Option(names = "--encoder", required = true, paramLabel = "DIR", description = "An encoder's folder.")
    @SuppressWarnings("NullAway.Init")
    private Path encoder;

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "Photos: <class>/<image>.")
    @SuppressWarnings("NullAway.Init")
    private Path data;

    @Option(names = "--size", paramLabel = "PIXELS", defaultValue = "64", description = "Image size. Default: 64.")
    private int size;

    @Override
    public Integer call() {
        if (size < 16) {
            throw new InputException("size", "size: expected at least 16 pixels, found " + size);
        }
        DecodeLimits limits = DecodeLimits.DEFAULT;
        ImageFolder folder = ImageFolder.open(data, limits);
        List<PixelImage> images = PhotoSet.load(folder, firstOfEachGroup(), size, 1, limits).photos().stream()
                .map(Photo::image)
                .toList();
        if (images.size() < 2) {
            throw new InputException(
                    "data", "data: expected at least 2 different photos in " + data + ", found " + images.size());
        }
        try (OnnxEncoder opened = OnnxEncoder.open(encoder)) {
            RetrievalTable table = RetrievalTable.of(opened, images);
            print(table, table.markdown());
        }
        return Main.OK;
    }

    private static Predicate<LabelledFile> firstOfEachGroup() {
        Set<String> seen = new HashSet<>();
        return file -> file.split() != Split.TEST && (file.duplicateGroup() == null || seen.add(file.duplicateGroup()));
    }
}
