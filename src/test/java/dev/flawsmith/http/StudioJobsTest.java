package dev.flawsmith.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.jobs.JobService;
import dev.flawsmith.jobs.StepWork;
import dev.flawsmith.jobs.StoreLocation;
import dev.flawsmith.jobs.TestSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.WebElement;

/** Jobs in the studio: ordered, watched, cancelled, fetched. */
class StudioJobsTest extends InBrowser {
    @TempDir
    private Path data;

    private final StepWork work = StepWork.gated();
    private JobService jobs;
    private FlawsmithServer server;

    @BeforeEach
    void start() {
        jobs = JobService.start(
                new StoreLocation.Embedded(data), data, List.of(work), TestSettings.fast(), Duration.ZERO);
        server = FlawsmithServer.start(
                Services.of(new FakeSynthesizer()).withJobs(jobs),
                ServerOptions.defaults().withPort(0));
        asDesktop();
        go(server, "#/datasets");
        waitUntil(() -> !all("#spec-counts input").isEmpty());
    }

    @AfterEach
    void stop() {
        browser.get("about:blank");
        work.permit(1000);
        server.close();
        jobs.close();
    }

    @Test
    void ordersADatasetWatchesItAndFetchesItsFiles() {
        waitUntil(() -> find("#datasets-list").getText().contains("No datasets yet"));
        order("{\"steps\":3}");
        waitUntil(() -> find("#dataset-detail").isDisplayed()
                && !all("#job-counts").isEmpty()
                && find("#job-counts").getText().equals("0 of 3 images"));
        work.permit(2);
        waitUntil(() -> find("#job-counts").getText().equals("2 of 3 images"));
        work.permit(1);
        waitUntil(() -> find("#dataset-detail").getText().contains("Download all"));
        assertEquals("succeeded", find("#dataset-detail .state").getText());
        waitUntil(() -> find("#dataset-detail")
                .getText()
                .contains("Its images cannot be listed: expected a job that made a dataset"));
        click("#dataset-detail [aria-label=Result] .more:last-child summary");
        waitUntil(() -> !all(".files button").isEmpty());
        find(".files button").click();
        waitUntil(() -> Files.exists(downloads.resolve("lines.txt")));
        click("#dataset-detail a.button");
        waitUntil(() -> all("#datasets-list .job").size() == 1);
        assertTrue(find("#datasets-list .job").getText().contains("3 of 3 images"));
    }

    @Test
    void saysEverythingThatIsWrongWithASpec() {
        order("{\"steps\":\"many\"}");
        waitUntil(() -> find("#spec-failure").isDisplayed());
        assertEquals(
                "steps: expected a number\nmore: expected none",
                find("#spec-failure").getText());
        order("{not YAML");
        waitUntil(() -> find("#spec-failure").getText().contains("expected YAML"));
    }

    @Test
    void cancelsAJobAndGoesOnWithWhatItMissed() {
        order("{\"steps\":9}");
        waitUntil(() -> !all("#job-counts").isEmpty());
        work.permit(4);
        waitUntil(() -> find("#job-counts").getText().startsWith("4 of 9"));
        String job = browser.getCurrentUrl();
        browser.get("about:blank");
        browser.get(job);
        waitUntil(() ->
                !all("#job-counts").isEmpty() && find("#job-counts").getText().startsWith("4 of 9"));
        click("#dataset-detail button");
        waitUntil(() -> find("#dataset-detail .state").getText().equals("cancelled"));
        assertFalse(find("#dataset-detail").getText().contains("Download all"));
    }

    @Test
    void writesTheFormAsASpec() {
        List<WebElement> counts = all("#spec-counts input");
        assertEquals(2, counts.size());
        counts.get(1).clear();
        counts.get(1).sendKeys("7");
        find("[name=spec-mode][value=text] + span").click();
        assertEquals("""
                {
                  "name": "dataset-1",
                  "model": "steel",
                  "classes": {"surface_scratch": 100, "iron_sheet_ash": 7},
                  "seed": 1,
                  "formats": ["imagefolder"]
                }""", find("#spec-text").getDomProperty("value"));
    }

    @Test
    void asksForWhatAnAuditLacks() {
        find(".top nav a[href='#/audit']").click();
        waitUntil(() -> !all("#start-audit").isEmpty());
        find("#start-audit").click();
        assertEquals(
                "Still needed: synthetic images, training photos.",
                find("#audit-failure").getText());
    }

    @Test
    void theListStaysWhereTheKeyboardIs() {
        order("{\"steps\":3}");
        waitUntil(() -> !all("#job-counts").isEmpty());
        click("#dataset-detail a.button");
        waitUntil(() -> !all("#datasets-list .job").isEmpty());
        browser.executeScript("document.querySelector('#datasets-list .job').focus()");
        work.permit(2);
        waitUntil(() -> find("#datasets-list .job").getText().contains("2 of 3 images"));
        waitUntil(() ->
                find("#datasets-list .job").equals(browser.switchTo().activeElement())); // it may be drawn anew between
    }

    @Test
    void saysThatTheServerIsGoneAndThatItTriesAgain() {
        order("{\"steps\":3}");
        waitUntil(() ->
                !all("#job-counts").isEmpty() && find("#job-counts").getText().startsWith("0 of 3"));
        server.close();
        waitUntil(() -> find("#dataset-detail").getText().contains("The server cannot be reached. Trying again…"));
        assertTrue(find("#job-counts").isDisplayed(), "what is known stays");
    }

    /** As over http from another machine, where browsers leave both out. */
    @Test
    void ordersADatasetWithoutWhatOnlySecureContextsHave() {
        browser.executeScript("Object.defineProperty(crypto, 'randomUUID', { value: undefined });");
        work.permit(1);
        order("steps: 1 # as YAML\n");
        waitUntil(() -> find("#dataset-detail").getText().contains("Download all"));
    }

    private void order(String spec) {
        if (!find("#spec-text").isDisplayed()) {
            find("[name=spec-mode][value=text] + span").click();
        }
        find("#spec-text").clear();
        find("#spec-text").sendKeys(spec);
        find("#start-dataset").click();
    }
}
