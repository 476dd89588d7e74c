package dev.flawsmith.http;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.support.ui.WebDriverWait;

/** Tests that share one browser, and the words they say it in. */
abstract class InBrowser {
    @TempDir
    static Path downloads;

    static ChromeDriver browser;

    @BeforeAll
    static void open() {
        browser = Chromium.open(downloads);
    }

    @AfterAll
    static void quit() {
        if (browser != null) {
            browser.quit();
        }
    }

    /** Loads a server's page anew, at a place such as {@code #/models}. */
    static void go(FlawsmithServer server, String place) {
        browser.get("about:blank");
        browser.get("http://127.0.0.1:" + server.port() + "/" + place);
    }

    static WebElement find(String selector) {
        return browser.findElement(By.cssSelector(selector));
    }

    static List<WebElement> all(String selector) {
        return browser.findElements(By.cssSelector(selector));
    }

    static void type(String selector, String text) {
        WebElement field = find(selector);
        field.clear();
        field.sendKeys(text);
    }

    static void waitUntil(BooleanSupplier condition) {
        new WebDriverWait(browser, Duration.ofSeconds(15), Duration.ofMillis(50))
                .ignoring(StaleElementReferenceException.class)
                .until(any -> condition.getAsBoolean());
    }
}
