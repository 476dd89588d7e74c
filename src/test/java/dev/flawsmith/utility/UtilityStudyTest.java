package dev.flawsmith.utility;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.dataset.DatasetException;
import dev.flawsmith.evaluation.report.HtmlReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UtilityStudyTest {
    /** real, classical, rule-based and diffusion at two ratios each, diffusion alone, all real. */
    private static final int ARMS = 8;

    @TempDir
    Path folder;

    private final List<UtilityStudy.Progress> news = new ArrayList<>();

    private UtilityStudy study(UtilityImages images, UtilityPlan plan, Path results) throws IOException {
        return new UtilityStudy(images, plan, ToyStudy.SHAPE, "cpu", ResultsFile.open(results), news::add);
    }

    private UtilityReport whole(Path results) throws IOException {
        UtilityPlan plan = ToyStudy.plan(2);
        return study(ToyStudy.images(plan), plan, results).run().orElseThrow();
    }

    @Test
    void everyArmIsRunForEveryDrawAndSeedAndJudgedOnTheSameTest() throws IOException {
        UtilityReport report = whole(folder);
        assertEquals(ARMS * 2 * 2, news.size());
        assertEquals(ARMS, report.arms().size());
        for (UtilityReport.ArmFigures arm : report.arms()) {
            assertEquals(
                    2 * 2 * 12,
                    arm.confusion().stream()
                            .flatMap(List::stream)
                            .mapToInt(Integer::intValue)
                            .sum());
            assertEquals(2, arm.accuracy().n());
        }
        assertEquals(4, report.arm("real").images());
        assertEquals(6, report.arm("real + classical + diffusion × 0.5").images());
        assertEquals(8, report.arm("real + classical + rule-based × 1").images());
        assertEquals(4, report.arm("diffusion alone × 1").images());
        assertEquals(12, report.arm("all real + classical").images());
        assertNull(report.arm("real + classical").accuracyGain());
        assertNull(report.arm("all real + classical").choiceAccuracy()); // it has learnt from the unused photos
        assertEquals(
                report.arm("real").accuracy().mean()
                        - report.arm("real + classical").accuracy().mean(),
                Objects.requireNonNull(report.arm("real").accuracyGain()).mean(),
                1e-12);
    }

    @Test
    void theChosenRatioIsTheBestOnUnusedPhotos() throws IOException {
        UtilityReport report = whole(folder);
        assertEquals(
                List.of("rule-based", "diffusion"),
                report.chosen().stream().map(UtilityReport.Choice::arm).toList());
        UtilityReport.Choice chosen = report.chosen().get(1);
        for (String label : List.of("real + classical + diffusion × 0.5", "real + classical + diffusion × 1")) {
            Double other = Objects.requireNonNull(report.arm(label).choiceAccuracy());
            assertTrue(other <= chosen.choiceAccuracy(), label);
        }
        assertTrue(UtilityMarkdown.of(report).contains(chosen.label() + ", its ratio chosen on unused photos"));
        assertTrue(HtmlReport.render(UtilityPage.of(report)).contains("Accuracy by ratio"));
    }

    @Test
    void aStudyThatWasStoppedAndCutOffGoesOnToTheSameReport() throws IOException {
        UtilityReport undisturbed = whole(folder.resolve("whole"));
        UtilityPlan plan = ToyStudy.plan(2);
        Path results = folder.resolve("parts");
        List<UtilityStudy> running = new ArrayList<>();
        UtilityStudy first = new UtilityStudy(
                ToyStudy.images(plan), plan, ToyStudy.SHAPE, "cpu", ResultsFile.open(results), progress -> {
                    if (progress.done() == 5) {
                        running.get(0).stop();
                    }
                });
        running.add(first);
        assertEquals(Optional.empty(), first.run());
        Files.writeString(results.resolve(ResultsFile.NAME), "{\"arm\":\"re", StandardOpenOption.APPEND);
        news.clear();
        UtilityReport resumed = whole(results);
        assertEquals(undisturbed, resumed);
        assertEquals(UtilityMarkdown.of(undisturbed), UtilityMarkdown.of(resumed));
        assertEquals(5, news.stream().filter(UtilityStudy.Progress::kept).count());
        news.clear();
        assertEquals(undisturbed, whole(results));
        assertTrue(news.stream().allMatch(UtilityStudy.Progress::kept));
    }

    @Test
    void resultsOfOtherImagesAreRefused() throws IOException {
        UtilityPlan plan = ToyStudy.plan(1);
        study(ToyStudy.images(plan), plan, folder).run();
        UtilityImages others = UtilityImages.real(ToyStudy.photos(), plan)
                .with(ToyStudy.made(5000), List.of(ToyStudy.made(6000), ToyStudy.made(7001)));
        UtilityStudy other = study(others, plan, folder);
        DatasetException refused = assertThrows(DatasetException.class, other::run);
        assertTrue(String.valueOf(refused.getMessage()).contains("draw 1"), refused.getMessage());
    }

    @Test
    void withoutMadeImagesOnlyRealPhotosAreCompared() throws IOException {
        UtilityPlan plan = ToyStudy.plan(1);
        UtilityReport report = study(UtilityImages.real(ToyStudy.photos(), plan), plan, folder)
                .run()
                .orElseThrow();
        assertEquals(
                List.of("real", "real + classical", "all real + classical"),
                report.arms().stream().map(UtilityReport.ArmFigures::label).toList());
        assertEquals(List.of(), report.chosen());
        assertFalse(UtilityMarkdown.of(report).isEmpty());
    }

    @Test
    void aPlanOfEveryPhotoChoosesOnHoldoutAndCountsSeeds() throws IOException {
        UtilityPlan plan =
                new UtilityPlan(null, 1, 2, List.of(0.1, 0.3), UtilityPlan.ChoiceRows.HOLDOUT, ToyStudy.RECIPE, 9);
        UtilityImages images = UtilityImages.real(ToyStudy.photos(), plan).with(null, List.of(ToyStudy.made(6000)));
        UtilityReport report = study(images, plan, folder).run().orElseThrow();
        assertEquals("seeds", report.setup().repeats());
        assertEquals(2, report.arm("real").accuracy().n());
        assertEquals(16, report.arm("real + classical + diffusion × 0.3").images());
        assertEquals(1, report.chosen().size());
    }
}
