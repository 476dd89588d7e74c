package dev.flawsmith.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.http.AccessOptions;
import dev.flawsmith.http.FakeSynthesizer;
import dev.flawsmith.http.FlawsmithServer;
import dev.flawsmith.http.InBrowser;
import dev.flawsmith.http.ServerOptions;
import dev.flawsmith.http.Services;
import dev.flawsmith.http.security.Scope;
import dev.flawsmith.http.security.Token;
import dev.flawsmith.jobs.Comparison;
import dev.flawsmith.jobs.ComparisonWork;
import dev.flawsmith.jobs.JobService;
import dev.flawsmith.jobs.JobSettings;
import dev.flawsmith.jobs.PhotoShelf;
import dev.flawsmith.jobs.StepWork;
import dev.flawsmith.jobs.StoreLocation;
import dev.flawsmith.jobs.UploadLimits;
import dev.flawsmith.memorization.RandomTexture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Rectangle;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.support.ui.WebDriverWait;

/** An audit in the studio, on a server that wants a token: sets given in three ways, compared in earnest, the report read. */
class StudioAuditTest extends InBrowser {
    private static final String SECRET = Token.secret(new SecureRandom());
    private static final Duration AUDIT = Duration.ofMinutes(3);

    @TempDir
    private Path folder;

    private AuditFixture sets;
    private JobService jobs;
    private FlawsmithServer server;

    @BeforeEach
    void start() throws IOException {
        sets = new AuditFixture(folder);
        Path data = Files.createDirectories(folder.resolve("data"));
        Path tokens = Files.writeString(
                folder.resolve("tokens"),
                Token.of("auditor", Set.of(Scope.AUDIT), SECRET).line());
        jobs = JobService.start(
                new StoreLocation.Embedded(data),
                data,
                List.of(work(new AuditComparison()), work(new EvaluationComparison())),
                JobSettings.defaults(),
                Duration.ZERO);
        server = FlawsmithServer.start(
                Services.of(new FakeSynthesizer()).withJobs(jobs).withAccess(AccessOptions.of(tokens, 100)),
                ServerOptions.defaults().withPort(0));
        asDesktop();
        go(server, "#/audit");
    }

    private static ComparisonWork work(Comparison comparison) throws IOException {
        return new ComparisonWork(
                comparison, new PhotoShelf(null), StepWork.free(), Set.of("png"), UploadLimits.DEFAULT);
    }

    @AfterEach
    void stop() {
        browser.get("about:blank");
        server.close();
        jobs.close();
    }

    @Test
    void takesThreeSetsAuditsThemAndShowsTheReport() throws Exception {
        Path train = sets.textures("train", 24, 1000);
        Path holdout = sets.textures("holdout", 24, 2000);
        sets.textures("synthetic", 20, 3000);
        sets.image("synthetic", "007", RandomTexture.of(1005)); // train's 005
        token("flawsmith_wrong");
        waitUntil(() -> find("#token-error").getText().equals("The server does not know this token."));
        token(SECRET);
        waitUntil(() -> find("#audits-list").getText().contains("No audits yet"));
        List<String> refused = complaints();
        assertTrue(refused.stream().allMatch(each -> each.contains("401")), refused.toString());

        find("#synthetic-archive").sendKeys(zip("synthetic").toString());
        find("#train-folder").sendKeys(train.toString());
        drop(holdout, find("#holdout-status"));
        waitUntil(() -> find("#holdout-status").getText().startsWith("24 files"));
        assertTrue(
                find("#train-status").getText().startsWith("24 files"),
                find("#train-status").getText());
        assertTrue(find("#synthetic-status").getText().startsWith("synthetic.zip"));
        find("#start-audit").click();
        waitUntil(() ->
                !all("#job-counts").isEmpty() && find("#job-counts").getText().contains("of 3 steps"));
        new WebDriverWait(browser, AUDIT)
                .until(any -> !all(".report figure img").isEmpty());

        String verdict = find(".verdict").getText();
        assertTrue(verdict.startsWith("Copies found: 1 train photo has a generated image nearer"), verdict);
        assertEquals("copies found", find("#audit-detail .state").getText(), "not only that it succeeded");
        String report = find(".report").getText();
        for (String part : List.of("005.png", "007.png", "What each list could have seen", "Legacy figures")) {
            assertTrue(report.contains(part), part + " in " + report);
        }
        assertFalse(report.contains(folder.toString()), "says where things are");
        for (WebElement picture : all(".report img")) {
            assertTrue(Integer.parseInt(picture.getDomProperty("naturalWidth")) > 0, "a picture does not show");
        }
        asPhone();
        assertEquals(0, overflow());
        asDesktop();
        all("#audit-detail [aria-label=Result] .actions button").get(1).click();
        Path saved = downloads.resolve("Audit-report.html");
        waitUntil(() -> Files.exists(saved));
        assertTrue(Files.readString(saved).contains("Memorization audit"));
        assertEquals(List.of(), complaints());
        click("#audit-detail a.button");
        waitUntil(() -> all("#audits-list .job").size() == 1);
        assertTrue(find("#audits-list .job").getText().contains("copies found"));
    }

    @Test
    void twoSetsAreEvaluated() throws Exception {
        Path train = sets.textures("train", 24, 1000);
        sets.textures("synthetic", 20, 3000);
        token(SECRET);
        waitUntil(() -> find("#audits-list").getText().contains("No audits yet"));
        assertEquals("Audit", find("#start-audit").getText());
        find("#synthetic-archive").sendKeys(zip("synthetic").toString());
        find("#train-folder").sendKeys(train.toString());
        waitUntil(() -> find("#start-audit").getText().equals("Evaluate"));
        find("#start-audit").click();
        new WebDriverWait(browser, AUDIT)
                .until(any ->
                        !all(".report").isEmpty() && find(".report").getText().contains("Fréchet"));
        waitUntil(() -> find("#audit-detail .state").getText().equals("succeeded"));
        waitUntil(() -> find("#audit-detail h2").getText().equals("Evaluation"));
        click("#audit-detail a.button");
        waitUntil(() -> all("#audits-list .job").size() == 1);
        assertTrue(find("#audits-list .job").getText().contains("Evaluation"));
    }

    @Test
    void saysWhatIsWrongWithASet() throws Exception {
        token(SECRET);
        waitUntil(() -> find("#audits-list").getText().contains("No audits yet"));
        sets.textures("train", 2, 1000);
        sets.textures("holdout", 2, 2000);
        Path broken = Files.writeString(folder.resolve("broken.zip"), "not a zip");
        find("#synthetic-archive").sendKeys(broken.toString());
        find("#train-archive").sendKeys(zip("train").toString());
        find("#holdout-archive").sendKeys(zip("holdout").toString());
        find("#start-audit").click();
        waitUntil(() -> find("#audit-failure").isDisplayed());
        assertTrue(
                find("#audit-failure").getText().startsWith("synthetic: expected"),
                find("#audit-failure").getText());
        assertTrue(find("#start-audit").isEnabled());
    }

    private Path zip(String name) throws IOException {
        Path archive = folder.resolve(name + ".zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive));
                var files = Files.list(sets.path(name))) {
            for (Path file : files.sorted().toList()) {
                zip.putNextEntry(new ZipEntry(String.valueOf(file.getFileName())));
                Files.copy(file, zip);
                zip.closeEntry();
            }
        }
        return archive;
    }

    private static void token(String text) {
        waitUntil(() -> find("#token-dialog").isDisplayed());
        type("#token", text);
        find("#token-dialog button[value=use]").click();
    }

    /** A folder dragged from a file manager: the browser itself makes the events. */
    private static void drop(Path dropped, WebElement where) {
        Rectangle at = where.getRect();
        for (String type : List.of("dragEnter", "dragOver", "drop")) {
            Map<String, Object> unused = browser.executeCdpCommand(
                    "Input.dispatchDragEvent",
                    Map.of(
                            "type",
                            type,
                            "x",
                            at.getX() + at.getWidth() / 2,
                            "y",
                            at.getY() + at.getHeight() / 2,
                            "data",
                            Map.of("items", List.of(), "files", List.of(dropped.toString()), "dragOperationsMask", 1)));
        }
    }
}
