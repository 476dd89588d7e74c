package dev.flawsmith.augmentation;

import java.util.List;
import java.util.stream.Collectors;

/** A spec that cannot be carried out; every problem that was found is told at once. */
public final class SpecException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<SpecProblem> problems;

    /**
     * Of what was found.
     *
     * @param problems at least one
     */
    public SpecException(List<SpecProblem> problems) {
        super(problems.stream().map(SpecProblem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    public List<SpecProblem> problems() {
        return problems;
    }
}
