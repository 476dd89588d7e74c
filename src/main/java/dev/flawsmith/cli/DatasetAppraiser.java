package dev.flawsmith.cli;

import dev.flawsmith.augmentation.Appraiser;
import dev.flawsmith.augmentation.DatasetFolder;
import dev.flawsmith.augmentation.DatasetOrder;
import dev.flawsmith.augmentation.DatasetSpec;
import dev.flawsmith.augmentation.RealSet;
import dev.flawsmith.dataset.LabelledFile;
import dev.flawsmith.dataset.Split;
import dev.flawsmith.evaluation.Evaluation;
import dev.flawsmith.evaluation.EvaluationReport;
import dev.flawsmith.evaluation.EvaluationSettings;
import dev.flawsmith.evaluation.EvaluationSource;
import dev.flawsmith.evaluation.Fidelity;
import dev.flawsmith.evaluation.FrechetFigure;
import dev.flawsmith.evaluation.audit.Audit;
import dev.flawsmith.evaluation.audit.AuditResult;
import dev.flawsmith.evaluation.audit.AuditSettings;
import dev.flawsmith.evaluation.features.FeatureCache;
import dev.flawsmith.evaluation.features.ImageSet;
import dev.flawsmith.image.DecodeLimits;
import dev.flawsmith.model.FeatureEncoder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Fidelity to the reference's photos, and an audit where it has train and holdout rows, for a dataset's card. */
final class DatasetAppraiser implements Appraiser {
    /** Images of a large set that are audited: an audit compares every view of each with every photo. */
    private static final int AUDITED = 500;
    /** Fewest holdout photos to audit against. */
    private static final int FEWEST_HOLDOUT = 20;

    private static final int NEIGHBOURS = 5;

    private final RealSet reference;
    private final DatasetFolder folder;
    private final PrintWriter err;

    private DatasetAppraiser(RealSet reference, DatasetFolder folder, PrintWriter err) {
        this.reference = reference;
        this.folder = folder;
        this.err = err;
    }

    /**
     * Of an order with a reference.
     *
     * @throws InputException if the encoder that a check names is none
     */
    static Optional<DatasetAppraiser> of(DatasetOrder order, DatasetFolder folder, PrintWriter err) {
        DatasetSpec.Frechet wanted = order.document().spec().checks().frechetDistance();
        if (wanted != null && wanted.encoder() != null) {
            Encoders.open(wanted.encoder()).close(); // found out now, not after the images are drawn
        }
        return Optional.ofNullable(order.reference()).map(reference -> new DatasetAppraiser(reference, folder, err));
    }

    @Override
    public Distance distance(Path images, List<String> files, @Nullable String encoder) throws IOException {
        FrechetFigure figure = evaluate(images, files, encoder == null ? Encoders.DEFAULT : encoder)
                .fidelity()
                .frechetDistance();
        List<Double> interval = figure.ci95();
        return new Distance(
                figure.value(),
                figure.extrapolated() == null ? figure.value() : figure.extrapolated(),
                interval == null ? Double.NaN : (interval.get(1) - interval.get(0)) / 2);
    }

    @Override
    public List<Section> sections(Path images, List<String> files) throws IOException {
        List<Section> sections = new ArrayList<>();
        if (Math.min(files.size(), reference.apart().size()) > NEIGHBOURS) {
            sections.add(fidelity(images, files));
        }
        if (reference.split() && reference.apart().size() >= FEWEST_HOLDOUT) {
            sections.add(audit(images, files));
        }
        return sections;
    }

    private EvaluationReport evaluate(Path images, List<String> files, String encoder) throws IOException {
        EvaluationSource real = new EvaluationSource.Images(new ImageSet(
                reference.folder() + (reference.split() ? " (holdout)" : ""), reference.apart(), DecodeLimits.DEFAULT));
        EvaluationSource drawn = new EvaluationSource.Images(
                new ImageSet("this dataset", labelled(images, files), DecodeLimits.DEFAULT));
        FeatureCache cache = new FeatureCache(CacheFolder.resolve("features"), line -> {});
        try (FeatureEncoder opened = Encoders.open(encoder)) {
            return new Evaluation(cache, opened, new EvaluationSettings(NEIGHBOURS, 0, null)).run(real, drawn, null);
        }
    }

    private static List<LabelledFile> labelled(Path images, List<String> files) {
        return files.stream()
                .map(file ->
                        new LabelledFile(images.resolve(file), file, file.substring(0, file.indexOf('/')), null, null))
                .toList();
    }

    private Section fidelity(Path images, List<String> files) throws IOException {
        EvaluationReport report = evaluate(images, files, Encoders.DEFAULT);
        Fidelity fidelity = report.fidelity();
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("encoder", report.encoder());
        figures.put("protocol", report.protocol());
        figures.put("n_reference", fidelity.nReference());
        figures.put("n_synthetic", fidelity.nSynthetic());
        figures.put("frechet_distance", fidelity.frechetDistance().value());
        figures.put("kid", fidelity.kid().mean());
        figures.put("precision", fidelity.precision());
        figures.put("recall", fidelity.recall());
        figures.put("density", fidelity.density());
        figures.put("coverage", fidelity.coverage());
        String text = String.format(
                Locale.ROOT,
                """
                ## Fidelity

                %,d synthetic images against %,d real ones%s, by %s. `flawsmith evaluate` says more, with a floor of real
                against real.

                | Fréchet distance | KID | precision | recall | density | coverage |
                |--:|--:|--:|--:|--:|--:|
                | %.4g | %.3g | %.2f | %.2f | %.2f | %.2f |
                """,
                fidelity.nSynthetic(),
                fidelity.nReference(),
                reference.split() ? " that were held out" : "",
                report.encoder(),
                fidelity.frechetDistance().value(),
                fidelity.kid().mean(),
                fidelity.precision(),
                fidelity.recall(),
                fidelity.density(),
                fidelity.coverage());
        return new Section("fidelity", figures, text);
    }

    private Section audit(Path images, List<String> files) throws IOException {
        List<String> chosen = new ArrayList<>();
        double step = Math.max(1, (double) files.size() / AUDITED);
        for (double at = 0; at < files.size(); at += step) {
            chosen.add(files.get((int) at));
        }
        Path linked = folder.work().resolve("audited");
        AuditResult result;
        try {
            for (String file : chosen) {
                Path link = linked.resolve(file);
                Files.createDirectories(link.getParent());
                Files.deleteIfExists(link);
                link(link, images.resolve(file));
            }
            AuditSets.Order order =
                    new AuditSets.Order(reference.folder(), reference.folder(), linked, Split.TRAIN, Split.HOLDOUT);
            try (AuditSets sets = AuditSets.open(order, err)) {
                result = Audit.run(sets.input(), AuditSettings.DEFAULT);
            }
        } finally {
            deleteAll(linked, chosen);
        }
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("verdict", result.verdict().label());
        figures.put("n_audited", chosen.size());
        figures.put("copied", result.copied().size());
        figures.put("verbatim", result.verbatim().size());
        figures.put("flagged", result.flagged().size());
        figures.put("permutation_p", result.wholeSet().p());
        figures.put("detectable_copies", result.detectableCopies());
        String text = String.format(
                Locale.ROOT,
                """
                ## Is anything copied?

                %,d of the synthetic images, spread over the set, against the reference's training photos and its holdout:
                **%s**. %s

                | copied photos | verbatim | flagged images | p of the whole set | detectable copies |
                |--:|--:|--:|--:|--:|
                | %d | %d | %d | %.3f | %s |
                """,
                chosen.size(),
                result.verdict().label(),
                result.verdict().sentence(),
                result.copied().size(),
                result.verbatim().size(),
                result.flagged().size(),
                result.wholeSet().p(),
                result.detectableCopies() > 0 ? String.valueOf(result.detectableCopies()) : "not measured");
        return new Section("audit", figures, text);
    }

    /** A copy where the disk has no links. */
    private static void link(Path link, Path file) throws IOException {
        try {
            Files.createLink(link, file);
        } catch (UnsupportedOperationException | IOException e) {
            Files.copy(file, link);
        }
    }

    private static void deleteAll(Path folder, List<String> files) throws IOException {
        for (String file : files) {
            Files.deleteIfExists(folder.resolve(file));
        }
    }
}
