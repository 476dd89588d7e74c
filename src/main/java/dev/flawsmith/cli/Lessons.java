package dev.flawsmith.cli;

import dev.flawsmith.model.Denoiser;
import dev.flawsmith.training.Distillation;
import org.jspecify.annotations.Nullable;

/** A teacher's network while it teaches; nothing where there is no teacher. */
record Lessons(@Nullable Denoiser network, @Nullable Distillation distillation) implements AutoCloseable {
    static Lessons of(@Nullable Teacher teacher, String device) {
        if (teacher == null) {
            return new Lessons(null, null);
        }
        Denoiser network = teacher.open(device);
        return new Lessons(network, teacher.distillation(network));
    }

    @Override
    public void close() {
        if (network != null) {
            network.close();
        }
    }
}
