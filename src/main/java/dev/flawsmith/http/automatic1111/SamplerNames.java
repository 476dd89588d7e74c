package dev.flawsmith.http.automatic1111;

import dev.flawsmith.synthesis.ModelDescription;
import dev.flawsmith.synthesis.SynthesisRequest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What AUTOMATIC1111 calls the samplers. A sampler that it does not have keeps our name. */
final class SamplerNames {
    /** Older clients say the schedule with the sampler; models of our own have that one. */
    private static final String KARRAS = " karras";

    private static final List<Known> ALL = List.of(
            new Known("euler", "Euler", List.of("k_euler")),
            new Known("euler-ancestral", "Euler a", List.of("k_euler_a", "k_euler_ancestral")),
            new Known("heun", "Heun", List.of("k_heun")),
            new Known("dpmpp-2m", "DPM++ 2M", List.of("k_dpmpp_2m")),
            new Known("dpmpp-2m-sde", "DPM++ 2M SDE", List.of("k_dpmpp_2m_sde")),
            new Known("ddim", "DDIM", List.of("ddim")),
            new Known("ddpm", "DDPM", List.of("ddpm")),
            new Known("pndm", "PLMS", List.of("plms")),
            new Known("unipc", "UniPC", List.of("unipc")),
            new Known("lcm", "LCM", List.of("k_lcm")));

    private SamplerNames() {}

    /** A sampler as AUTOMATIC1111 lists it. */
    record Known(String ours, String name, List<String> aliases) {
        boolean isCalled(String other) {
            return Stream.concat(Stream.of(ours, name), aliases.stream()).anyMatch(other::equalsIgnoreCase);
        }
    }

    /** The samplers of some models, each once. */
    static List<Known> of(List<ModelDescription> models) {
        return models.stream()
                .flatMap(model -> model.samplers().stream())
                .distinct()
                .map(SamplerNames::known)
                .toList();
    }

    /** The sampler of a model by any of its names, in any case; by ours. */
    static Optional<String> find(ModelDescription model, String name) {
        String plain = model.karras() && name.toLowerCase(Locale.ROOT).endsWith(KARRAS)
                ? name.substring(0, name.length() - KARRAS.length())
                : name;
        return model.samplers().stream()
                .filter(sampler -> known(sampler).isCalled(plain))
                .findFirst();
    }

    /** What to call a sampler of ours. */
    static String nameOf(String ours) {
        return ours.equals(SynthesisRequest.NO_SAMPLER) ? "None" : known(ours).name();
    }

    private static Known known(String ours) {
        return ALL.stream()
                .filter(known -> known.ours().equals(ours))
                .findFirst()
                .orElseGet(() -> new Known(ours, ours, List.of()));
    }
}
