package dev.flawsmith.model.djl;

import dev.flawsmith.model.EdmPreconditioning;
import dev.flawsmith.model.ModelPackage;
import dev.flawsmith.model.ModelPackageException;
import dev.flawsmith.model.UNetConfig;
import dev.flawsmith.model.UNetManifest;
import java.nio.file.Path;
import java.util.List;

/** Opens the U-Net of a model package. */
public final class UNetPackage {
    private UNetPackage() {}

    /**
     * Loads the denoiser.
     *
     * @param device {@code cpu}, {@code cuda:N} or {@code auto}
     * @throws ModelPackageException if the weights are not those of the network; the message names the tensor
     */
    public static DjlDenoiser open(ModelPackage model, String device) {
        return DjlDenoiser.create(
                UNetManifest.config(model),
                weights(model),
                new EdmPreconditioning(model.manifest().sigmaData()),
                device);
    }

    /**
     * Every weight of a package's network, in the order of {@link DjlNetwork#tensors(UNetConfig)}.
     *
     * @throws ModelPackageException if the weights are not those of the network; the message names the tensor
     */
    public static float[] weights(ModelPackage model) {
        Path file = model.directory().resolve(ModelPackage.DENOISER);
        return NamedTensors.read(DjlNetwork.tensors(UNetManifest.config(model)), file);
    }

    /**
     * A package's weights for a network of other classes. Classes of the same name keep what they learnt; the others start
     * with zeros, as images of no class do.
     *
     * @param classes the other network's classes, in its order
     * @return in the order of the other network's {@link DjlNetwork#tensors(UNetConfig)}
     */
    public static float[] weights(ModelPackage model, List<String> classes) {
        float[] known = weights(model);
        List<String> before = model.manifest().classes();
        if (before.equals(classes)) {
            return known;
        }
        UNetConfig config = UNetManifest.config(model);
        List<DjlNetwork.TensorSpec> to = DjlNetwork.tensors(config.withClasses(classes.size()));
        float[] weights = new float[NamedTensors.size(to)];
        // An embedding, its bias with it, is multiplied by the root of the number of classes.
        float scale = (float) Math.sqrt((double) before.size() / classes.size());
        int read = 0;
        int written = 0;
        for (DjlNetwork.TensorSpec spec : DjlNetwork.tensors(config)) {
            if (spec.name().equals(ConditionEmbedding.CLASS_WEIGHT)) {
                int rows = spec.size() / before.size();
                for (int c = 0; c < classes.size(); c++) {
                    int was = before.indexOf(classes.get(c));
                    for (int row = 0; row < rows && was >= 0; row++) {
                        weights[written + row * classes.size() + c] = scale * known[read + row * before.size() + was];
                    }
                }
                written += rows * classes.size();
            } else {
                float factor = spec.name().equals(ConditionEmbedding.CLASS_BIAS) ? scale : 1;
                for (int i = 0; i < spec.size(); i++) {
                    weights[written + i] = factor * known[read + i];
                }
                written += spec.size();
            }
            read += spec.size();
        }
        return weights;
    }
}
