package dev.flawsmith.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flawsmith.memorization.Calibration;
import dev.flawsmith.memorization.TrainingIndex;
import dev.flawsmith.model.ModelPackage;
import dev.flawsmith.synthesis.ModelDescription;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code models show}: a model's descriptor, where it lies, and what its guard can promise and its engines do here. */
@Command(
        name = "show",
        description = "Shows a model's descriptor, its folder, and how its guard and its engines are calibrated.")
final class ModelsShowCommand extends FlawsmithCommand {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    @Parameters(index = "0", paramLabel = "NAME", description = "A model's name or folder.")
    String name = "";

    @Option(names = "--models", paramLabel = "DIR", description = "Folder of model packages. Default: models.")
    @Nullable
    Path models;

    /** What the holdout photos allow to be said; see {@link Calibration}. */
    record CalibrationBody(
            int holdout,
            int copiesLeftOut,
            double threshold,
            double level,
            double falseAlarmBound,
            double confidence,
            double verbatimDistance,
            String description) {
        static CalibrationBody of(Calibration calibration) {
            return new CalibrationBody(
                    calibration.holdout(),
                    calibration.copiesLeftOut(),
                    calibration.threshold(),
                    calibration.level(),
                    calibration.falseAlarmBound(),
                    Calibration.CONFIDENCE,
                    calibration.verbatimDistance(),
                    calibration.describe());
        }
    }

    @Override
    public Integer call() throws IOException {
        ObjectNode shown = name.equals(ModelLibrary.PROCEDURAL) ? procedural() : packaged();
        print(shown, pretty(shown));
        return Main.OK;
    }

    private ObjectNode packaged() throws IOException {
        Path folder = ModelLibrary.of(models).find(name);
        ObjectNode shown = ModelDescriptor.read(folder);
        shown.put("path", folder.toString());
        if (!ModelPackage.isPackage(folder)) {
            return shown.putNull("calibration"); // no photos, one engine
        }
        ObjectNode calibrated = JSON.createObjectNode();
        if (!shown.path("guard").asText().equals("off")) {
            calibrated = guard(TrainingIndexes.read(folder.resolve(ModelPackage.INDEX)));
        }
        if (!shown.hasNonNull("schedule")) {
            calibrated.putNull("engines"); // there is one
            shown.set("calibration", calibrated);
            return shown;
        }
        // The engines' is null until a first start has measured them.
        calibrated.set(
                "engines",
                JSON.valueToTree(
                        new EngineSelection(ModelPackage.open(folder)).known().orElse(null)));
        shown.set("calibration", calibrated);
        return shown;
    }

    /** The first descriptor's calibration, as it was before there were several, and under {@code descriptors} each one's. */
    private static ObjectNode guard(List<TrainingIndex> indexes) {
        ObjectNode body = JSON.valueToTree(CalibrationBody.of(indexes.get(0).calibration()));
        ArrayNode descriptors = body.putArray("descriptors");
        for (TrainingIndex index : indexes) {
            ObjectNode each = descriptors.addObject().put("id", index.descriptorId());
            each.setAll((ObjectNode) JSON.valueToTree(CalibrationBody.of(index.calibration())));
        }
        return body;
    }

    private static ObjectNode procedural() {
        ModelDescription description = ProceduralModel.describe(ProceduralModel.DEFAULT_SIZE);
        ObjectNode shown = JSON.valueToTree(description);
        shown.putNull("path");
        shown.putNull("calibration");
        return shown;
    }

    private static String pretty(ObjectNode shown) {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(shown);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree cannot be written as JSON", e);
        }
    }
}
