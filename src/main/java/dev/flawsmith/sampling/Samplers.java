package dev.flawsmith.sampling;

import java.util.List;

/** The samplers that requests can name. */
public final class Samplers {
    private static final Sampler CONSISTENCY = new Consistency();

    private static final List<Sampler> ALL = List.of(
            new Euler(),
            new Heun(),
            new DpmSolverPlusPlus2M(),
            new EulerAncestral(),
            new Ddim(),
            new Ddpm(),
            new Pndm(),
            new DpmSolverPlusPlus2MSde(),
            new UniPc(UniPc.Options.ofOrder(2)),
            new UniPc(UniPc.Options.ofOrder(3)),
            new EdmChurn(),
            CONSISTENCY);

    private Samplers() {}

    /**
     * The sampler of that name, with its default options.
     *
     * @throws IllegalArgumentException if there is none; the message lists the names there are
     */
    public static Sampler named(String name) {
        for (Sampler sampler : ALL) {
            if (sampler.name().equals(name)) {
                return sampler;
            }
        }
        throw new IllegalArgumentException("expected a sampler out of " + names() + ", found \"" + name + "\"");
    }

    /** Every name that {@link #named} knows. */
    public static List<String> names() {
        return ALL.stream().map(Sampler::name).toList();
    }

    /**
     * The names of those that a denoiser can run over levels without timesteps, as an EDM model's are: all but {@link
     * Consistency}, which wants a consistency model.
     */
    public static List<String> forDenoisers() {
        return ALL.stream()
                .filter(sampler -> sampler != CONSISTENCY)
                .map(Sampler::name)
                .toList();
    }
}
