package dev.flawsmith.augmentation;

import dev.flawsmith.dataset.export.ExportFormat;
import dev.flawsmith.synthesis.ModelDescription;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The dataset's {@value #FILE}: what is in it, how it was made and checked, how it differs from real photos. */
final class DatasetCard {
    static final String FILE = "README.md";
    static final String SAMPLES = "samples.png";

    private DatasetCard() {}

    static String of(DatasetRecord told) {
        DatasetSpec spec = told.spec();
        StringBuilder card = new StringBuilder();
        card.append("# ").append(spec.name()).append("\n\n");
        if (told.failure() != null) {
            card.append("**FAILED, do not use: ").append(told.failure()).append("**\n\n");
        }
        told.warnings().forEach(warning -> card.append("**").append(warning).append("**\n\n"));
        if (!spec.description().isBlank()) {
            card.append(spec.description().strip()).append("\n\n");
        }
        long synthetic = DatasetTally.sum(told.tally().synthetic());
        long real = DatasetTally.sum(told.tally().real());
        card.append(String.format(
                Locale.ROOT,
                "%,d synthetic images%s. Synthetic does not mean private: see below what was compared with what.\n\n",
                synthetic,
                real == 0
                        ? " and no photo"
                        : String.format(
                                Locale.ROOT,
                                " and %,d real photos (%.1f %% of all), these in the train split only",
                                real,
                                100.0 * real / (synthetic + real))));
        if (synthetic > 0) {
            card.append("![samples](").append(SAMPLES).append(")\n\n");
        }
        card.append("| | |\n|---|---|\n");
        row(card, "licence", spec.licence());
        row(card, "made by", "Flawsmith " + told.tools().version() + ", `flawsmith augment`, seed " + spec.seed());
        row(card, "formats", spec.formats().stream().map(ExportFormat::wireName).collect(Collectors.joining(", ")));
        for (ModelDescription model : told.order().models(told.tools())) {
            row(
                    card,
                    "model",
                    model.name() + " " + model.version() + " (" + model.kind() + "), SHA-256 `"
                            + model.sha256().substring(0, 12) + "…`");
            row(card, "guard of " + model.name(), model.guard());
        }
        DatasetSpec.Onto onto = spec.onto();
        GoodParts parts = told.order().onto();
        if (onto != null && parts != null) {
            row(
                    card,
                    "painted onto",
                    String.format(Locale.ROOT, "%,d photos without defects, each image into one", parts.count())
                            + " (`normal/`); region " + onto.region() + "; `masks/` say what stands out from them now,"
                            + " `metadata.jsonl` which belongs to which");
        }
        row(card, "guard policy", spec.guard().wireName());
        card.append('\n');
        classes(told, card);
        refused(told, card);
        checks(told, card);
        AttributeTable.append(told.tally().measured(), told.real(), card);
        if (onto != null) {
            card.append("""
                    ## Not compared with real photos as a whole

                    Most of every image is a photo of `normal/`. Fidelity to real photos and an audit of whole images would tell of
                    those, not of what was painted: neither is here. `flawsmith evaluate painting` measures what was painted.

                    """);
        }
        told.sections()
                .forEach(section -> card.append(section.markdown().strip()).append("\n\n"));
        card.append("""
                ## Made again

                `manifest.json` has the spec, the hash of every file, and for every image its seed, candidate and guard verdict; each
                PNG carries its own recipe. `flawsmith augment --verify DIR` compares the hashes and draws images again.
                """);
        return card.toString();
    }

    private static void row(StringBuilder card, String name, String value) {
        card.append("| ")
                .append(name)
                .append(" | ")
                .append(value.replace("|", "\\|"))
                .append(" |\n");
    }

    private static void classes(DatasetRecord told, StringBuilder card) {
        Map<String, Long> before = told.order().before();
        boolean balanced = !before.isEmpty();
        Map<String, Long> all = new TreeMap<>(told.tally().all());
        before.keySet().forEach(name -> all.putIfAbsent(name, 0L));
        card.append("## Classes\n\n");
        if (balanced) {
            card.append(
                    "*Before*: real training photos of the set that this one balances. *After*: those and the synthetic"
                            + " images together.\n\n");
            card.append("| class | before | synthetic | after | real photos in here |\n|---|--:|--:|--:|--:|\n");
        } else {
            card.append("| class | synthetic | real | together |\n|---|--:|--:|--:|\n");
        }
        all.keySet().forEach(name -> {
            long drawn = told.tally().synthetic().getOrDefault(name, 0L);
            long real = told.tally().real().getOrDefault(name, 0L);
            if (balanced) {
                long was = before.getOrDefault(name, 0L);
                card.append(String.format(
                        Locale.ROOT, "| %s | %,d | %,d | %,d | %,d |\n", name, was, drawn, was + drawn, real));
            } else {
                card.append(String.format(Locale.ROOT, "| %s | %,d | %,d | %,d |\n", name, drawn, real, drawn + real));
            }
        });
        card.append('\n');
    }

    private static void refused(DatasetRecord told, StringBuilder card) {
        Map<Rejection, Long> rejected = told.tally().rejected();
        card.append("## Refused candidates\n\n");
        if (rejected.isEmpty()) {
            card.append("None.\n\n");
            return;
        }
        card.append("Each was replaced by another one.\n\n| reason | candidates |\n|---|--:|\n");
        rejected.forEach(
                (why, count) -> card.append(String.format(Locale.ROOT, "| %s | %,d |\n", why.wireName(), count)));
        card.append('\n');
    }

    private static void checks(DatasetRecord told, StringBuilder card) {
        if (told.checks().isEmpty()) {
            return;
        }
        card.append("## Checks\n\n| check | expected | found | |\n|---|---|---|---|\n");
        for (CheckResult result : told.checks()) {
            card.append(String.format(
                    Locale.ROOT,
                    "| %s | %s | %s | %s |\n",
                    result.check().replaceFirst("checks\\.", ""),
                    result.expected(),
                    result.found(),
                    result.passed() ? "holds" : "**does not hold**"));
        }
        card.append('\n');
    }
}
