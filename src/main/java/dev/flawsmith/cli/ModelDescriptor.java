package dev.flawsmith.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flawsmith.model.DenoiserDescriptor;
import dev.flawsmith.model.DenoiserFolder;
import dev.flawsmith.model.DiffusersFolder;
import dev.flawsmith.model.GeneratorDescriptor;
import dev.flawsmith.model.GeneratorFolder;
import dev.flawsmith.model.ImageShape;
import dev.flawsmith.model.ModelPackage;
import dev.flawsmith.model.ModelPackageException;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A model's {@code model.json}, {@code denoiser.json}, {@code generator.json} or {@code model_index.json} as it stands there, to be
 * shown whole whatever it holds; to all but the first is added what only a package says itself.
 */
final class ModelDescriptor {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ModelDescriptor() {}

    /** @throws InputException if the file is not a JSON object, or a pipeline is not whole */
    static ObjectNode read(Path folder) {
        if (ModelPackage.isPackage(folder)) {
            return object(folder.resolve(ModelPackage.MANIFEST));
        }
        if (DenoiserFolder.isOne(folder)) {
            return object(folder.resolve(DenoiserDescriptor.FILE)).put("kind", ImportedModel.KIND);
        }
        if (GeneratorFolder.isOne(folder)) {
            return object(folder.resolve(GeneratorDescriptor.FILE)).put("kind", ImportedGenerator.KIND);
        }
        ObjectNode index = object(folder.resolve(DiffusersFolder.INDEX));
        try {
            DiffusersFolder pipeline = DiffusersFolder.read(folder);
            ImageShape image = pipeline.imageShape();
            return index.put("kind", ImportedPipeline.KIND)
                    .put("version", pipeline.version())
                    .put("channels", image.channels())
                    .put("height", image.height())
                    .put("width", image.width());
        } catch (ModelPackageException e) {
            throw new InputException("model", String.valueOf(e.getMessage()), e);
        }
    }

    private static ObjectNode object(Path file) {
        try {
            if (JSON.readTree(file.toFile()) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw new InputException("model", file + ": expected JSON, found " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new InputException("model", file + ": expected a readable file, found " + e, e);
        }
        throw new InputException("model", file + ": expected a JSON object, found something else");
    }
}
