package dev.flawsmith.cli;

import dev.flawsmith.dataset.procedural.SceneGenerator;
import dev.flawsmith.image.AreaResize;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.model.EncoderConfig;
import dev.flawsmith.model.onnx.EncoderPackage;
import dev.flawsmith.model.onnx.OnnxEncoder;
import dev.flawsmith.training.encoder.ContrastiveConfig;
import dev.flawsmith.training.encoder.EncoderCard;
import dev.flawsmith.training.encoder.EncoderTraining;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The folder of an encoder that was trained here: network, descriptor and card. */
final class EncoderFolder {
    private static final String LICENCE = "Apache-2.0";
    private static final int SCENES = 1000;
    /** Far from any that training draws, which count up from a multiple of the run's seed. */
    private static final long FIRST_SCENE = 0x5eed_0000_0000_0000L;

    private EncoderFolder() {}

    static void write(Path out, EncoderTraining.Result result, ContrastiveConfig config, PrintWriter err)
            throws IOException {
        EncoderConfig network = EncoderConfig.SURFACE;
        String name = String.valueOf(out.toAbsolutePath().normalize().getFileName());
        EncoderPackage.write(
                out,
                name,
                network,
                EncoderTraining.tensors(network, result.average()),
                Map.of("scenes", SceneGenerator.VERSION, "seed", Long.toString(config.seed())),
                LICENCE);
        err.println("measuring how it finds copies among " + SCENES + " scenes that it has not seen");
        String table;
        try (OnnxEncoder encoder = OnnxEncoder.open(out)) {
            table = RetrievalTable.of(encoder, scenes(network.imageSize())).markdown();
        }
        OutputFolder.check("out", out)
                .write(
                        "README.md",
                        EncoderCard.of(name, network, config, result, String.valueOf(Version.commit()), table)
                                .getBytes(StandardCharsets.UTF_8));
    }

    /** Neighbours in pairs, so that every scene has another one that looks much like it. */
    private static List<PixelImage> scenes(int size) {
        SceneGenerator generator = new SceneGenerator();
        List<PixelImage> scenes = new ArrayList<>();
        for (long seed = FIRST_SCENE; scenes.size() < SCENES; seed++) {
            for (PixelImage scene : generator.neighbours(seed, size * 5 / 4)) {
                scenes.add(AreaResize.resize(scene, size, size));
            }
        }
        return scenes;
    }
}
