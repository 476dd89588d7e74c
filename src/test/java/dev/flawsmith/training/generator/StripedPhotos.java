package dev.flawsmith.training.generator;

import dev.flawsmith.sampling.Noise;
import dev.flawsmith.training.TrainingPhotos;
import java.util.ArrayList;
import java.util.List;

/** Stripes, lying or standing by class, of random phase: what any way to learn a generator can learn in a few steps. */
public final class StripedPhotos {
    private StripedPhotos() {}

    /** Twelve photos of 16 pixels in model space. */
    public static TrainingPhotos of() {
        List<TrainingPhotos.Example> examples = new ArrayList<>();
        for (int p = 0; p < 12; p++) {
            double phase = 6.28 * new Noise(p, 9).uniform(0, 0);
            float[] values = new float[256];
            for (int i = 0; i < 256; i++) {
                int along = p % 2 == 0 ? i % 16 : i / 16;
                values[i] = (float) (0.7 * Math.sin(phase + along * Math.PI / 4));
            }
            examples.add(new TrainingPhotos.Example(values, p % 2, List.of()));
        }
        return new TrainingPhotos(16, 1, List.of("standing", "lying"), examples);
    }
}
