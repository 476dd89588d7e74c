package dev.flawsmith.http.automatic1111;

import dev.flawsmith.synthesis.ModelDescription;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A model as AUTOMATIC1111 lists its checkpoints; there is no file behind {@code filename} that a client could open. */
record Checkpoint(String title, String modelName, String hash, String sha256, String filename) {
    private static final int SHORT_HASH = 10;

    static Checkpoint of(ModelDescription model) {
        String hash = shortHash(model.sha256());
        return new Checkpoint(
                model.name() + " [" + hash + "]", model.name(), hash, model.sha256(), "models/" + model.name());
    }

    /** The first digits of a model's hash, by which AUTOMATIC1111 names it. */
    static String shortHash(String sha256) {
        return sha256.substring(0, Math.min(SHORT_HASH, sha256.length()));
    }

    /** The model that a client means by a title, a name or a hash. */
    static Optional<ModelDescription> find(List<ModelDescription> models, String wanted) {
        return models.stream().filter(model -> of(model).isCalled(wanted)).findFirst();
    }

    private boolean isCalled(String wanted) {
        return Stream.of(title, modelName, modelName + ".safetensors", hash, sha256)
                .anyMatch(wanted::equals);
    }
}
