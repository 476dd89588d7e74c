package dev.flawsmith.augmentation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The checks of a spec while images come in: whether one is lost already, and how each stands in the end. */
final class DatasetChecks {
    private final DatasetSpec.Checks checks;
    private final Map<String, Long> counts;
    private final long images;
    private final AttributeSamples synthetic;
    private final AttributeSamples real;
    private long copies;
    private long uncompared;
    private long dark;
    private long flat;

    /**
     * @param counts how many synthetic ones of each class there will be
     * @param synthetic filled by whoever adds images here, too
     * @param real the reference's; empty without one
     */
    DatasetChecks(
            DatasetSpec.Checks checks, Map<String, Long> counts, AttributeSamples synthetic, AttributeSamples real) {
        this.checks = checks;
        this.counts = Map.copyOf(counts);
        this.images = DatasetTally.sum(counts);
        this.synthetic = synthetic;
        this.real = real;
    }

    void add(DatasetImage image) {
        if (!image.synthetic()) {
            return;
        }
        copies += "too_close".equals(image.verdict()) ? 1 : 0;
        uncompared += "not_checked".equals(image.verdict()) ? 1 : 0;
        dark += outside(checks.brightness(), image, Attribute.BRIGHTNESS);
        flat += outside(checks.contrast(), image, Attribute.CONTRAST);
    }

    private static int outside(DatasetSpec.@Nullable Limits limits, DatasetImage image, Attribute attribute) {
        Double value = image.measured().get(attribute);
        return limits == null || value == null || limits.range().has(value) ? 0 : 1;
    }

    /** The first check that no further image can save; cheap. */
    Optional<CheckResult> lost() {
        return counted().stream().filter(result -> !result.passed()).findFirst();
    }

    /** The same for attributes, whatever the images still to come are like; sorts what was measured. */
    Optional<CheckResult> lostBalance() {
        DatasetSpec.Alike alike = checks.balance();
        if (alike == null) {
            return Optional.empty();
        }
        for (String className : synthetic.classes()) {
            for (Attribute attribute : alike.attributes()) {
                double least = AttributeSamples.leastDistance(
                        synthetic.sorted(className, attribute),
                        counts.getOrDefault(className, 0L),
                        real.sorted(className, attribute));
                if (least > alike.atMost()) {
                    CheckResult lost = balance(alike, List.of(new Difference(className, attribute, least)));
                    return Optional.of(
                            new CheckResult(lost.check(), false, lost.expected(), "at least " + lost.found()));
                }
            }
        }
        return Optional.empty();
    }

    /** How the counted checks stand; one that has failed stays so. */
    private List<CheckResult> counted() {
        List<CheckResult> results = new ArrayList<>();
        add(results, "checks.brightness", checks.brightness(), dark);
        add(results, "checks.contrast", checks.contrast(), flat);
        if (checks.copies() != null) {
            String expected =
                    "at most " + percent(checks.copies()) + " of " + images + " images too close to a training photo";
            results.add(
                    uncompared > 0
                            ? new CheckResult(
                                    "checks.copies",
                                    false,
                                    expected,
                                    uncompared + (uncompared == 1 ? " image" : " images")
                                            + " that no guard has compared with any")
                            : new CheckResult(
                                    "checks.copies",
                                    copies <= checks.copies() * images,
                                    expected,
                                    copies + (copies == 1 ? " image" : " images")));
        }
        return results;
    }

    private void add(List<CheckResult> results, String name, DatasetSpec.@Nullable Limits limits, long outside) {
        if (limits != null) {
            results.add(new CheckResult(
                    name,
                    outside <= limits.outside() * images,
                    "at most " + percent(limits.outside()) + " of " + images + " images outside "
                            + limits.range().low() + " to " + limits.range().high(),
                    outside + (outside == 1 ? " image" : " images") + " outside"));
        }
    }

    /**
     * How every check stands.
     *
     * @param shares class to its share of the whole dataset, real photos included
     * @param distance to the reference, where it is asked for
     */
    List<CheckResult> results(Map<String, Double> shares, Appraiser.@Nullable Distance distance) {
        List<CheckResult> results = new ArrayList<>(shares(checks, shares));
        results.addAll(counted());
        DatasetSpec.Frechet frechet = checks.frechetDistance();
        if (frechet != null && distance != null) {
            results.add(frechet(frechet, distance.value(), ""));
        }
        if (checks.balance() != null) {
            results.add(balance(checks.balance(), differences(checks.balance())));
        }
        return results;
    }

    static CheckResult frechet(DatasetSpec.Frechet wanted, double value, String what) {
        return new CheckResult(
                "checks.frechet_distance",
                value <= wanted.atMost(),
                "at most " + wanted.atMost(),
                String.format(Locale.ROOT, "%.4g", value) + what);
    }

    /** Shares follow from the plan: they are known before any image is drawn. */
    static List<CheckResult> shares(DatasetSpec.Checks checks, Map<String, Double> shares) {
        Map<String, DatasetSpec.Range> wanted = checks.classShares();
        if (wanted == null) {
            return List.of();
        }
        Map<String, DatasetSpec.Range> ranges = new LinkedHashMap<>(wanted);
        if (wanted.isEmpty()) {
            double equal = 1.0 / shares.size();
            shares.keySet().forEach(name -> ranges.put(name, new DatasetSpec.Range(equal - 1e-9, equal + 1e-9)));
        }
        List<CheckResult> results = new ArrayList<>();
        ranges.forEach((name, range) -> {
            double share = shares.getOrDefault(name, 0.0);
            results.add(new CheckResult(
                    "checks.class_shares." + name,
                    range.has(share),
                    wanted.isEmpty()
                            ? "the same share for every class, " + percent(1.0 / shares.size())
                            : percent(range.low()) + " to " + percent(range.high()),
                    percent(share)));
        });
        return results;
    }

    private record Difference(String className, Attribute attribute, double distance) {}

    private List<Difference> differences(DatasetSpec.Alike alike) {
        List<Difference> differences = new ArrayList<>();
        for (String className : synthetic.classes()) {
            for (Attribute attribute : alike.attributes()) {
                double distance = AttributeSamples.distance(
                        synthetic.sorted(className, attribute), real.sorted(className, attribute));
                differences.add(new Difference(className, attribute, distance));
            }
        }
        return differences;
    }

    private static CheckResult balance(DatasetSpec.Alike alike, List<Difference> differences) {
        Difference worst = differences.get(0);
        for (Difference each : differences) {
            boolean unknown = Double.isNaN(each.distance()) && !Double.isNaN(worst.distance());
            worst = unknown || each.distance() > worst.distance() ? each : worst;
        }
        return new CheckResult(
                "checks.balance",
                worst.distance() <= alike.atMost(),
                "at most " + alike.atMost() + " between the distributions of synthetic and real images",
                Double.isNaN(worst.distance())
                        ? "no " + worst.attribute().wireName() + " to compare of " + worst.className()
                        : String.format(
                                Locale.ROOT,
                                "%.3f in the %s of %s",
                                worst.distance(),
                                worst.attribute().wireName(),
                                worst.className()));
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.4g %%", 100 * share);
    }
}
