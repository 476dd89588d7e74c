package dev.flawsmith.utility;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a study found. The same results give the same report.
 *
 * @param setup what was compared, and how
 * @param arms in the order they are read
 * @param chosen the ratio of each kind of arm that has several, chosen on photos that are no test
 */
public record UtilityReport(Setup setup, List<ArmFigures> arms, List<Choice> chosen) {
    /**
     * What was compared.
     *
     * @param perClass null for every photo of train
     * @param repeats what intervals count: draws, their seeds averaged, or seeds where there is one draw
     * @param chooseOn photos that chose the ratio: unused ones of train, or holdout
     * @param recipe of every classifier
     * @param network of every classifier
     */
    public record Setup(
            @Nullable Integer perClass,
            int draws,
            int seeds,
            long seed,
            String repeats,
            List<String> classes,
            int testPhotos,
            String chooseOn,
            String recipe,
            String network) {
        public Setup {
            classes = List.copyOf(classes);
        }
    }

    /**
     * One arm.
     *
     * @param images each of its classifiers learnt from
     * @param accuracy on test
     * @param macroF1 on test
     * @param accuracyGain over real + classical in the same repeats, null for that arm itself
     * @param macroF1Gain likewise
     * @param choiceAccuracy on the photos that choose, null where there are none that it has not learnt from
     * @param classes from all of its answers
     * @param confusion all of its answers: {@code [true class][class that was said]}
     */
    public record ArmFigures(
            String arm,
            @Nullable Double ratio,
            String label,
            int images,
            Figure accuracy,
            Figure macroF1,
            @Nullable Figure accuracyGain,
            @Nullable Figure macroF1Gain,
            @Nullable Double choiceAccuracy,
            List<ClassFigures> classes,
            List<List<Integer>> confusion) {
        public ArmFigures {
            classes = List.copyOf(classes);
            confusion = List.copyOf(confusion);
        }
    }

    /** The ratio with the highest accuracy on the photos that choose, the smallest of equals; its label finds the arm. */
    public record Choice(String arm, double ratio, String label, double choiceAccuracy) {}

    public UtilityReport {
        arms = List.copyOf(arms);
        chosen = List.copyOf(chosen);
    }

    /** The figures of a label. */
    public ArmFigures arm(String label) {
        return arms.stream().filter(a -> a.label().equals(label)).findFirst().orElseThrow();
    }

    static UtilityReport of(UtilityPlan plan, Setup setup, Map<Arm, List<ResultLine>> results) {
        List<ResultLine> classical = Objects.requireNonNull(results.get(new Arm(Arm.Kind.CLASSICAL, null)));
        List<ArmFigures> arms = new ArrayList<>();
        Map<Arm.Kind, List<Choice>> choices = new LinkedHashMap<>();
        results.forEach((arm, lines) -> {
            ArmFigures figures = figures(plan, setup.classes(), arm, lines, classical);
            arms.add(figures);
            Double ratio = arm.ratio();
            Double choice = figures.choiceAccuracy();
            if (ratio != null && choice != null && arm.kind() != Arm.Kind.SYNTHETIC_ONLY) {
                choices.computeIfAbsent(arm.kind(), kind -> new ArrayList<>())
                        .add(new Choice(arm.kind().id(), ratio, arm.label(), choice));
            }
        });
        List<Choice> chosen = choices.values().stream()
                .map(of -> of.stream()
                        .max(Comparator.comparingDouble(Choice::choiceAccuracy)
                                .thenComparing(Comparator.comparingDouble(Choice::ratio)
                                        .reversed()))
                        .orElseThrow())
                .toList();
        return new UtilityReport(setup, arms, chosen);
    }

    private static ArmFigures figures(
            UtilityPlan plan, List<String> classes, Arm arm, List<ResultLine> lines, List<ResultLine> classical) {
        Confusion all =
                lines.stream().map(ResultLine::test).reduce(Confusion::plus).orElseThrow();
        double[] accuracy = repeats(plan, lines, Confusion::accuracy);
        double[] macroF1 = repeats(plan, lines, Confusion::macroF1);
        boolean itself = arm.kind() == Arm.Kind.CLASSICAL;
        // The unused photos are among those that this arm has learnt from.
        boolean learnt = arm.kind() == Arm.Kind.ALL_REAL && plan.chooseOn() == UtilityPlan.ChoiceRows.UNUSED;
        boolean chose = !learnt && lines.stream().allMatch(line -> line.choice().images() > 0);
        return new ArmFigures(
                arm.kind().id(),
                arm.ratio(),
                arm.label(),
                lines.get(0).images(),
                Figure.of(accuracy),
                Figure.of(macroF1),
                itself ? null : Figure.of(minus(accuracy, repeats(plan, classical, Confusion::accuracy))),
                itself ? null : Figure.of(minus(macroF1, repeats(plan, classical, Confusion::macroF1))),
                chose
                        ? lines.stream()
                                .mapToDouble(line -> line.choice().accuracy())
                                .average()
                                .orElseThrow()
                        : null,
                ClassFigures.of(classes, all),
                all.counts());
    }

    /** One number an independent repeat: a draw, its seeds averaged; with one draw, a seed. */
    private static double[] repeats(UtilityPlan plan, List<ResultLine> lines, ToDoubleFunction<Confusion> figure) {
        boolean byDraw = plan.draws() > 1;
        int n = byDraw ? plan.draws() : plan.seeds();
        double[] repeats = new double[n];
        for (int i = 0; i < n; i++) {
            int wanted = i;
            Stream<ResultLine> own = lines.stream().filter(line -> (byDraw ? line.draw() : line.seed()) == wanted);
            repeats[i] = own.mapToDouble(line -> figure.applyAsDouble(line.test()))
                    .average()
                    .orElseThrow();
        }
        return repeats;
    }

    private static double[] minus(double[] a, double[] b) {
        double[] difference = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            difference[i] = a[i] - b[i];
        }
        return difference;
    }
}
