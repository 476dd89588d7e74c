package dev.flawsmith.sampling;

import java.util.List;

/** The samplers that requests can name. */
public final class Samplers {
    private static final List<Sampler> ALL = List.of(new Euler(), new Heun(), new DpmSolverPlusPlus2M());

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
}
