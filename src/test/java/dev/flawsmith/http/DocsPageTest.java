package dev.flawsmith.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.support.ui.WebDriverWait;

/** The API's description in a browser, under the policy that every answer carries. */
class DocsPageTest {
    @TempDir
    Path folder;

    @Test
    void showsEveryRouteAndAsksNobodyElse() {
        ChromeDriver browser = Chromium.open(folder);
        try (FlawsmithServer server = FlawsmithServer.start(
                new FakeSynthesizer(), ServerOptions.defaults().withPort(0))) {
            String url = "http://127.0.0.1:" + server.port();
            browser.get(url + "/docs");
            new WebDriverWait(browser, Duration.ofSeconds(30))
                    .until(any ->
                            !browser.findElements(By.cssSelector(".opblock")).isEmpty());
            assertTrue(browser.findElement(By.id("docs")).getText().contains("/v1/images"));
            browser.findElement(By.cssSelector(".opblock-post .opblock-summary"))
                    .click();
            new WebDriverWait(browser, Duration.ofSeconds(30))
                    .until(any -> browser.findElement(By.id("docs")).getText().contains("Request body"));
            Object others = browser.executeScript(
                    "return performance.getEntriesByType('resource').map(each => each.name)"
                            + ".filter(name => !name.startsWith(arguments[0]) && !name.startsWith('data:'))",
                    url);
            assertEquals(List.of(), others);
            List<String> complaints = browser.manage().logs().get(LogType.BROWSER).getAll().stream()
                    .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                    .map(entry -> entry.getMessage())
                    .toList();
            assertEquals(List.of(), complaints);
        } finally {
            browser.quit();
        }
    }
}
