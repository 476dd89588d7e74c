package dev.flawsmith.cli;

import dev.flawsmith.model.Denoiser;
import dev.flawsmith.model.DenoiserParity;
import dev.flawsmith.model.GeneratorParity;
import dev.flawsmith.model.ModelPackage;
import dev.flawsmith.model.onnx.OnnxFile;
import dev.flawsmith.model.onnx.Precision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code models export}: a package's network as an ONNX model, compared with the one it came from. */
@Command(
        name = "export",
        description = {
            "Writes a model's network as ONNX and compares it with PyTorch's.",
            "Inputs: x [batch, channels, size, size], c_noise [batch, 1], class [batch, classes] one-hot,",
            "text [batch, embedding], augment [batch, labels]; output: f. See the card's sigma_data for what they mean.",
            "Of a generator that draws in one step: z [batch, latent], class [batch, classes] one-hot; output: image,",
            "in the values that the card's pixel_transfer brings to pixels.",
            "Of a model on latents x is a latent; its autoencoder, vae_decoder.safetensors, is not exported."
        })
final class ModelsExportCommand extends FlawsmithCommand {
    @Parameters(index = "0", paramLabel = "NAME", description = "A model's name or folder.")
    String name = "";

    @Option(names = "--out", paramLabel = "FILE", description = "Where it goes. Default: Flawsmith's cache.")
    @Nullable
    Path out;

    @Option(names = "--models", paramLabel = "DIR", description = "Folder of model packages. Default: models.")
    @Nullable
    Path models;

    /**
     * What {@code --json} prints.
     *
     * @param parity largest difference from PyTorch's raw outputs, which have unit variance
     * @param ok whether it is at most {@code tolerance}
     */
    record Result(
            String name,
            String path,
            int opset,
            long bytes,
            String sha256,
            double parity,
            double tolerance,
            boolean ok) {
        String text() {
            return String.format(
                    Locale.ROOT,
                    "%s: %s, opset %d, %d bytes, SHA-256 %s, %s from PyTorch's outputs (at most %s)",
                    name,
                    path,
                    opset,
                    bytes,
                    sha256,
                    String.format(Locale.ROOT, "%.1e", parity),
                    String.format(Locale.ROOT, "%.0e", tolerance));
        }
    }

    @Override
    public Integer call() throws IOException {
        if (name.equals(ModelLibrary.PROCEDURAL)) {
            throw new InputException("name", "name: expected a model with a network, found " + name);
        }
        ModelPackage model = ModelPackage.open(ModelLibrary.of(models).find(name));
        OnnxFile file = out == null ? Networks.derive(model, Precision.FP32) : OnnxFile.export(model, out);
        boolean oneStep = PackagedGenerator.isOne(model);
        double parity = oneStep
                ? PackagedGenerator.parity(model, file).largest()
                : parity(model, file).largest();
        double tolerance = oneStep ? GeneratorParity.TOLERANCE : DenoiserParity.TOLERANCE;
        Result result = new Result(
                ModelLibrary.name(model.directory()),
                file.path().toString(),
                OnnxFile.OPSET,
                file.bytes(),
                file.sha256(),
                parity,
                tolerance,
                parity <= tolerance);
        print(result, result.text());
        return result.ok() ? Main.OK : Main.FAILURE;
    }

    private static DenoiserParity parity(ModelPackage model, OnnxFile file) {
        int threads = EngineSettings.networkThreads(null);
        try (Denoiser onnx = Networks.open(model, file, new NetworkEngine.OnCpu(NetworkEngine.ONNXRUNTIME, threads));
                Denoiser torch = Networks.open(model, new NetworkEngine.OnCpu(NetworkEngine.PYTORCH, threads))) {
            return Networks.parity(model, torch, onnx);
        }
    }
}
