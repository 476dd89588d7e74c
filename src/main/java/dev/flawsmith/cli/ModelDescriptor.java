package dev.flawsmith.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flawsmith.model.DenoiserDescriptor;
import dev.flawsmith.model.ModelPackage;
import java.io.IOException;
import java.nio.file.Path;

/** A model's {@code model.json} or {@code denoiser.json} as it stands there, to be shown whole whatever it holds. */
final class ModelDescriptor {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ModelDescriptor() {}

    /** @throws InputException if the file is not a JSON object */
    static ObjectNode read(Path folder) {
        boolean packaged = ModelPackage.isPackage(folder);
        Path file = folder.resolve(packaged ? ModelPackage.MANIFEST : DenoiserDescriptor.FILE);
        try {
            if (JSON.readTree(file.toFile()) instanceof ObjectNode object) {
                return packaged ? object : object.put("kind", ImportedModel.KIND);
            }
        } catch (JsonProcessingException e) {
            throw new InputException("model", file + ": expected JSON, found " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new InputException("model", file + ": expected a readable file, found " + e, e);
        }
        throw new InputException("model", file + ": expected a JSON object, found something else");
    }
}
