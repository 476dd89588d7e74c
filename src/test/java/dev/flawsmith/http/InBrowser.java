package dev.flawsmith.http;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.support.ui.WebDriverWait;

/** Tests that share one browser, and the words they say it in. */
public abstract class InBrowser {
    @TempDir
    protected static Path downloads;

    protected static ChromeDriver browser;

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
    protected static void go(FlawsmithServer server, String place) {
        browser.get("about:blank");
        browser.get("http://127.0.0.1:" + server.port() + "/" + place);
    }

    protected static WebElement find(String selector) {
        return browser.findElement(By.cssSelector(selector));
    }

    protected static List<WebElement> all(String selector) {
        return browser.findElements(By.cssSelector(selector));
    }

    protected static void type(String selector, String text) {
        WebElement field = find(selector);
        field.clear();
        field.sendKeys(text);
    }

    /** A screen as narrow as a phone's, which no window of the browser can be, until {@link #asDesktop}. */
    protected static void asPhone() {
        Map<String, Object> unused = browser.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", 390, "height", 844, "deviceScaleFactor", 1, "mobile", true));
    }

    protected static void asDesktop() {
        Map<String, Object> unused = browser.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
        browser.manage().window().setSize(new Dimension(1280, 900));
    }

    /** By how many pixels the page is wider than its screen. */
    protected static long overflow() {
        Object pixels = browser.executeScript("return Math.max(document.documentElement.scrollWidth,"
                + " ...[...document.querySelectorAll('main:not([hidden]) *')]"
                + ".filter(each => !each.closest('.wide, .prose table, pre, .files, .unseen'))"
                + ".map(each => Math.ceil(each.getBoundingClientRect().right)))"
                + " - 390");
        return Math.max(0, (Long) pixels);
    }

    /** What the browser complained of since it was asked last, such as a violation of the page's policy. */
    protected static List<String> complaints() {
        return browser.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(entry -> entry.getMessage())
                .toList();
    }

    /** Clicks what a selector finds first, also where it is drawn anew between the finding and the click. */
    protected static void click(String selector) {
        waitUntil(() -> {
            find(selector).click();
            return true;
        });
    }

    protected static void waitUntil(BooleanSupplier condition) {
        new WebDriverWait(browser, Duration.ofSeconds(15), Duration.ofMillis(50))
                .ignoring(StaleElementReferenceException.class)
                .until(any -> condition.getAsBoolean());
    }
}
