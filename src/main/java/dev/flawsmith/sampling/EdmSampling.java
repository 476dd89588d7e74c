package dev.flawsmith.sampling;

import java.util.List;

/**
 * Of a model that takes any noise level (Karras et al. 2022): every sampler, each over the same levels.
 *
 * @param schedule noise levels that the network was trained for
 */
public record EdmSampling(KarrasSchedule schedule) implements ModelSampling {
    @Override
    public List<String> samplers() {
        return Samplers.forDenoisers();
    }

    @Override
    public SamplingMethod method(String sampler) {
        return new SamplingMethod(Samplers.named(sampler), schedule);
    }
}
